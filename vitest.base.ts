import { defineConfig } from 'vitest/config';

/** Every package's tests: real files and workers, a time limit on each, machine-readable counts in .test/. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.test/results.json' },
  },
});
