import { defineConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** What takes minutes: every cheat with and without defences, and endurance. */
export const longTests = ['test/long/**/*.test.ts', 'test/cheats/attacks.test.ts'];

// One after the other: memory and times are looked at.
export default defineConfig({
  test: { ...base.test, include: longTests, fileParallelism: false, outputFile: { json: '.test/long.json' } },
});
