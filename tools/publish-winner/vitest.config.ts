import { mergeConfig } from 'vitest/config';
import { withoutLong } from '../../vitest.base.ts';
import { longTests } from './vitest.long.config.ts';

/** The packages that the tests use are staged once, and nothing changes them: files need no process of their own. */
export default mergeConfig(withoutLong(longTests), {
  test: { globalSetup: 'test/setup.ts', isolate: false },
});
