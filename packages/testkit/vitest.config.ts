import { availableParallelism } from 'node:os';
import { mergeConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** Fixtures are judged side by side, each in a thread of its own: as many as there are cores, so that none waits. */
export default mergeConfig(base, { test: { maxConcurrency: availableParallelism() } });
