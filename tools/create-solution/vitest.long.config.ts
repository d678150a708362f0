import { onlyLong } from '../../vitest.base.ts';

/** Whole packages, built and tested: every pair of kernels and places. */
export const longTests = ['test/{workspace,standalone,other-packages}.test.ts'];

export default onlyLong(longTests);
