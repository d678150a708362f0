import { onlyLong } from '../../vitest.base.ts';

/** Processes that are killed in the midst, and random sequences against a model. */
export const longTests = ['test/processes.test.ts', 'test/model.test.ts'];

export default onlyLong(longTests);
