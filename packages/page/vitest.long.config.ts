import { onlyLong } from '../../vitest.base.ts';

/** A page that is built, in a real browser. */
export const longTests = ['test/page.test.ts'];

export default onlyLong(longTests);
