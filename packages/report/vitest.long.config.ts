import { onlyLong } from '../../vitest.base.ts';

/** The page in a real browser. */
export const longTests = ['test/{page,page-tables,page-looks,live}.test.ts'];

export default onlyLong(longTests);
