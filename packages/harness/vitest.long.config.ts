import { onlyLong } from '../../vitest.base.ts';

/** What takes minutes: every cheat with and without defences, and endurance. */
export const longTests = ['test/long/**/*.test.ts', 'test/cheats/attacks.test.ts'];

export default onlyLong(longTests);
