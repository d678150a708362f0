import { mergeConfig } from 'vitest/config';
import base from '../../vitest.base.ts';

/** The tests share no state, and a process for each file would take longer than most of them. */
export default mergeConfig(base, { test: { isolate: false } });
