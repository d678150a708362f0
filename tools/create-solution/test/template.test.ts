import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { createSolution } from '../src/create.ts';
import { goodAnswers } from './answers.ts';
import { checkout, temporaryFolder } from './folders.ts';
import { run } from './run.ts';

const packageDir = join(checkout, 'tools/create-solution');
const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

it('a package that stands alone installs the versions that the checkout is tested with', async () => {
  const from = await temporaryFolder();
  const { folder } = await createSolution({ ...goodAnswers, kernels: 'assemblyscript' }, { from });
  const { dependencies, devDependencies } = await readJson(join(folder, 'package.json'));
  const { version: arenaVersion } = packageJson;
  const arena = Object.fromEntries(
    ['contract', 'cli', 'testkit'].map((name) => [`@matrix-arena/${name}`, arenaVersion]),
  );
  const locked = await readFile(join(checkout, 'pnpm-lock.yaml'), 'utf8');
  const outside: [string, string][] = Object.entries({ ...dependencies, ...devDependencies });
  for (const [name, version] of outside) {
    if (name in arena) expect([name, version]).toEqual([name, arena[name]]);
    else expect(locked).toMatch(new RegExp(`^ {2}'?${name}@${version.replaceAll('.', '\\.')}'?:$`, 'm'));
  }
  expect(outside.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(arena)));
});

it('every file of the template is in the published package', async () => {
  const entries = await readdir(join(packageDir, 'template'), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(packageDir, join(entry.parentPath, entry.name)));
  const packed = await run(packageDir, ['npm', 'pack', '--dry-run', '--json']);
  const [{ files }] = JSON.parse(packed.stdout) as [{ files: { path: string }[] }];
  const published = new Set(files.map(({ path }) => path));
  expect(paths.filter((path) => !published.has(path))).toEqual([]);
});
