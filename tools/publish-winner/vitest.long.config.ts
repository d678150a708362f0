import { mergeConfig } from 'vitest/config';
import { onlyLong } from '../../vitest.base.ts';

export const longTests = ['test/long/*.test.ts', 'test/publish-package.test.ts'];

export default mergeConfig(onlyLong(longTests), { test: { globalSetup: 'test/setup.ts' } });
