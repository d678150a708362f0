import { nodePackage } from '../../tsup.base.ts';

// What is not the library is loaded by its URL: the workers by threads, the child by sandboxed processes, and what the
// child imports in place of a solution.
export default nodePackage({
  index: 'src/index.ts',
  worker: 'src/worker.ts',
  'inspect-worker': 'src/inspect-worker.ts',
  'sandbox-child': 'src/sandbox/child.ts',
  'sandbox-solution': 'src/sandbox/solution-entry.ts',
});
