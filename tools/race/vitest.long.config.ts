import { onlyLong } from '../../vitest.base.ts';

/** Races in a real browser. */
export const longTests = ['test/page.test.ts', 'test/page-race.test.ts', 'test/page-files.test.ts'];

export default onlyLong(longTests);
