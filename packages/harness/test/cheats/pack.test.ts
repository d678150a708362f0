import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultRunOptions } from '../../src/options.ts';
import { screenSolution } from '../../src/screen.ts';
import { readSolutionPackage } from '../../src/solution-package.ts';
import { cheats, codeOf } from './cheats.ts';
import { packCheat, packTarball } from './pack.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(os.tmpdir(), 'arena-pack-'));
});

afterAll(() => rm(folder, { recursive: true }));

it('every cheat is a sound package that screening lets through', async () => {
  for (const cheat of cheats) {
    const solution = await readSolutionPackage(await packCheat(cheat, folder));
    expect(solution.manifest.name).toBe(cheat.name);
    const { rejection } = await screenSolution(solution, defaultRunOptions);
    expect([cheat.name, rejection]).toEqual([cheat.name, null]);
  }
});

it('every file of the cheats is part of one', async () => {
  const packed = new Set<string>();
  for (const cheat of cheats) {
    const names = await readdir(await packCheat(cheat, folder));
    for (const name of names) packed.add(name === 'index.js' ? `${codeOf(cheat)}.js` : name);
  }
  const files = await readdir(new URL('code', import.meta.url));
  expect(files.filter((name) => !packed.has(name))).toEqual([]);
});

it('a cheat can be submitted as npm would publish it', async () => {
  const path = await packTarball(cheats[0], folder);
  const names = execFileSync('tar', ['-tzf', path], { encoding: 'utf8' }).trim().split('\n');
  expect(names.sort()).toEqual(
    ['codec.js', 'index.js', 'manifest.json', 'package.json'].map((name) => `package/${name}`),
  );
});
