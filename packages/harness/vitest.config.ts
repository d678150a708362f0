import { defineConfig } from 'vitest/config';
import base from '../../vitest.base.ts';
import { longTests } from './vitest.long.config.ts';

export default defineConfig({ test: { ...base.test, exclude: longTests } });
