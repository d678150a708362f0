import { defineConfig } from 'vitest/config';

/** What takes too long for `npm test`: the tutorial from end to end, and the site. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['long/*.test.ts'],
    testTimeout: 300_000,
    fileParallelism: false,
    reporters: ['default', 'json'],
    outputFile: { json: '../.test/long.json' },
  },
});
