import { onlyLong } from '../../vitest.base.ts';

/** What takes minutes: every cheat with and without defences, endurance; and what waits for limits of time. */
export const longTests = [
  'test/long/**/*.test.ts',
  'test/cheats/attacks.test.ts',
  'test/failures.test.ts',
  'test/inspect.test.ts',
  'test/load-limit.test.ts',
  'test/sampling.test.ts',
  'test/sandbox-lifetime.test.ts',
  'test/sandbox-pool.test.ts',
];

export default onlyLong(longTests);
