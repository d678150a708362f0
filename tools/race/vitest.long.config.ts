import { onlyLong } from '../../vitest.base.ts';

/** Races in a real browser. */
export const longTests = ['test/page.test.ts'];

export default onlyLong(longTests);
