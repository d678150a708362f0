import { availableParallelism } from 'node:os';
import { mergeConfig } from 'vitest/config';
import { onlyLong } from '../../vitest.base.ts';

/** Every broken codec against every rule, and against the fuzz suite; its command; limits that have to be waited for. */
export const longTests = [
  'test/fixtures.test.ts',
  'test/fuzz.test.ts',
  'test/fuzz-command.test.ts',
  'test/run-conformance.test.ts',
];

/** Fixtures are judged side by side, each in a thread of its own: as many as there are cores, so that none waits. */
export default mergeConfig(onlyLong(longTests), { test: { maxConcurrency: availableParallelism() } });
