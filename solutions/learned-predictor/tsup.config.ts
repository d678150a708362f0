import { solutionPackage } from '../../tsup.base.ts';

// The second pass over the minified bundle finds nothing more to drop, and would put spaces back in.
export default solutionPackage({ treeshake: false });
