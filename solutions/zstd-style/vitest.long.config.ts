import { onlyLong } from '../../vitest.base.ts';

/** A decoder that was written to be read, on real matrices. */
export const longTests = ['test/spec-samples.test.ts'];

export default onlyLong(longTests);
