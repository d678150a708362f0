import { nodePackage } from '../../tsup.base.ts';

// The worker is a module of its own: threads load it by its URL.
export default nodePackage({ index: 'src/index.ts', worker: 'src/worker.ts' });
