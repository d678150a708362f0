import { nodePackage } from '../../tsup.base.ts';

export default nodePackage({
  index: 'src/index.ts',
  rules: 'src/rules.ts',
  matrices: 'src/matrices.ts',
  // Loaded by path, never imported: the thread that runs the rules, its peers, the one that fuzzes, and the commands.
  worker: 'src/run/worker.ts',
  peer: 'src/run/peer.ts',
  'fuzz-worker': 'src/fuzz/worker.ts',
  'write-golden': 'src/write-golden.ts',
  fuzz: 'src/fuzz.ts',
});
