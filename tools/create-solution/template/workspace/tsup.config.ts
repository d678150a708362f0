import { solutionPackage } from '../../tsup.base.ts';

export default [
  solutionPackage(),
  // For people who ask where the bits go; never timed, and not in dist, where all counts as code.
  solutionPackage({ entry: { index: 'src/inspect.ts' }, outDir: 'dist-inspect', dts: false }),
];
