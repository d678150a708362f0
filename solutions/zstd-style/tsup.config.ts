import type { Options } from 'tsup';
import { solutionPackage } from '../../tsup.base.ts';

/** What takes frames apart is no code of the codec: it is built beside it, and not counted. */
const inspect: Options = { entry: { index: 'src/inspect/index.ts' }, outDir: 'dist-inspect', dts: false };

export default [solutionPackage(), solutionPackage(inspect)] as Options[];
