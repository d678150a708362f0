import { configDefaults, defineConfig } from 'vitest/config';

/** Every package's tests: real files and workers, a time limit on each, machine-readable counts in .test/. */
const base = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Files share a process: none changes what others see, and importing everything anew takes half of the time.
    isolate: false,
    reporters: ['default', 'json'],
    outputFile: { json: '.test/results.json' },
  },
});
export default base;

/** Tests of a package that has long ones: all but those. */
export function withoutLong(longTests: readonly string[]) {
  return defineConfig({ test: { ...base.test, exclude: [...configDefaults.exclude, ...longTests] } });
}

/** What takes too long for `npm test`: one file after the other, since memory and times are looked at. */
export function onlyLong(longTests: readonly string[]) {
  const outputFile = { json: '.test/long.json' };
  return defineConfig({
    test: { ...base.test, include: [...longTests], fileParallelism: false, outputFile },
  });
}
