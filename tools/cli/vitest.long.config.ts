import { onlyLong } from '../../vitest.base.ts';

/** What starts many processes, waits for much of what is on a screen, or benches again and again. */
export const longTests = [
  'test/bench-several.test.ts',
  'test/check{,-json}.test.ts',
  'test/compare.test.ts',
  'test/competition-{rules,journey,queue,printable,export}.test.ts',
  'test/dashboard-{terminal,web}.test.ts',
  'test/explain.test.ts',
  'test/publish{,-stop}.test.ts',
  'test/replay.test.ts',
  'test/robustness.test.ts',
  'test/serve{,-requests,-limits}.test.ts',
  'test/submissions.test.ts',
  'test/watch.test.ts',
];

export default onlyLong(longTests);
