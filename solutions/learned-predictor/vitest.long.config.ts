import { onlyLong } from '../../vitest.base.ts';

/** Training, which takes as long as all other tests together. */
export const longTests = ['test/training.test.ts'];

export default onlyLong(longTests);
