import { nodePackage } from '../../tsup.base.ts';

export default nodePackage({
  index: 'src/index.ts',
  rules: 'src/rules.ts',
  matrices: 'src/matrices.ts',
  // Loaded by path, never imported: the thread that runs the rules, its peers, and the command.
  worker: 'src/run/worker.ts',
  peer: 'src/run/peer.ts',
  'write-golden': 'src/write-golden.ts',
});
