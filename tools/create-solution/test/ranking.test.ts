import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSolution } from '../src/create.ts';
import { goodAnswers } from './answers.ts';
import { temporaryWorkspace } from './folders.ts';

it('makes several at once, and every one of them is ranked', async () => {
  const root = await temporaryWorkspace();
  const names = ['first-codec', 'next-codec', 'third-codec'];
  await Promise.all(names.map((name) => createSolution({ ...goodAnswers, name }, { from: root })));
  const { devDependencies } = JSON.parse(
    await readFile(join(root, 'tools/leaderboard/package.json'), 'utf8'),
  ) as { devDependencies: Record<string, string> };
  expect(Object.keys(devDependencies)).toEqual([
    '@matrix-arena/cli',
    ...names.map((name) => `@matrix-arena/${name}`),
    '@matrix-arena/zeta',
  ]);
  expect(await readdir(join(root, 'tools/leaderboard'))).toEqual(['package.json']);
});
