import { solutionPackage } from '../../tsup.base.ts';

export default solutionPackage();
