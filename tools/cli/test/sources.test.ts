import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sourceFiles } from '../src/check/sources.ts';
import { temporaryFolder } from './arena.ts';

/** Makes folders below a folder and takes them away again, until its end is closed. */
const churn = `
  const { mkdirSync, rmSync } = require('node:fs');
  process.stdin.on('end', () => process.exit()).resume();
  const turn = () => {
    for (let index = 0; index < 50; index++) mkdirSync(process.argv[1] + '/a/b' + index + '/c', { recursive: true });
    rmSync(process.argv[1], { recursive: true });
    setImmediate(turn);
  };
  turn();
`;

it('sources are listed while folders among them come and go', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'src'));
  const child = spawn(process.execPath, ['-e', churn, join(folder, 'src')], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const endMs = Date.now() + 2000;
  while (Date.now() < endMs) expect(await sourceFiles(folder, 'src')).toEqual([]);
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
