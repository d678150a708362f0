#!/usr/bin/env node
// Committed, so that package managers can link the command before the first build.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('create-solution: not built yet; run pnpm build\n');
  process.exitCode = 1;
}
