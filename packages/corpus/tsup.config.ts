import { nodePackage } from '../../tsup.base.ts';

// Two entries: the readers of formats alone run in browsers, too.
export default nodePackage({ index: 'src/index.ts', formats: 'src/formats-entry.ts' });
