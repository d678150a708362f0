import { onlyLong } from '../../vitest.base.ts';

/** The same as two quick tests for the other pairs of kernels and places. */
export const longTests = ['test/other-packages.test.ts'];

export default onlyLong(longTests);
