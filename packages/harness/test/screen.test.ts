import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { screenSolution } from '../src/screen.ts';
import { readSolutionPackage } from '../src/solution-package.ts';
import { fixture, quickOptions } from './helpers.ts';

/** Why a solution of some files is rejected; `code/index.js` is its entry. */
async function rejectionOf(files: Readonly<Record<string, string>>, link?: string): Promise<string | null> {
  const folder = await mkdtemp(join(os.tmpdir(), 'arena-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const manifest = JSON.parse(await readFile(fixture('store'), 'utf8'));
  await mkdir(join(folder, 'code'));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, entry: './code/index.js' }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'code', name), text);
  if (link !== undefined) await symlink(fixture('store'), join(folder, 'code', link));
  return (await screenSolution(await readSolutionPackage(folder), quickOptions)).rejection;
}

const entry = "import './other.js'; export default {};";

it('admits modules that import each other', async () => {
  expect(await rejectionOf({ 'index.js': entry, 'other.js': 'export {};' })).toBe(null);
  const mjs = { 'index.js': entry.replace('.js', '.mjs'), 'other.mjs': 'import.meta.url;' };
  expect(await rejectionOf(mjs)).toBe(null);
});

it('rejects an import of a link: what it leads to is not counted', async () => {
  const rejection = 'index.js: imports ./other.js, which is no code of its own';
  expect(await rejectionOf({ 'index.js': entry }, 'other.js')).toBe(rejection);
});

it.each([
  ['other.cjs', "require('node:fs');"],
  ['other.json', '{}'],
  ['other.wasm', ''],
])('rejects an import of %s, which is not looked into', async (name, text) => {
  const files = { 'index.js': entry.replace('other.js', name), [name]: text };
  expect(await rejectionOf(files)).toBe(`index.js: imports ./${name}; expected a .js or .mjs file`);
});

it('rejects a file that is loaded as something else than a module', async () => {
  const files = {
    'index.js': entry,
    'other.js': "require('node:fs');",
    'package.json': '{"type":"commonjs"}',
  };
  expect(await rejectionOf(files)).toBe('other.js: not a module: it has neither imports nor exports');
});

it.each(['node:module', 'module', 'fs'])('rejects an import of %s', async (name) => {
  const files = { 'index.js': `import { createRequire } from '${name}'; export default {};` };
  const rejection = `index.js: imports ${name}, which the manifest's dependencies do not name`;
  expect(await rejectionOf(files)).toBe(rejection);
});
