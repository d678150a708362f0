import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Manifest } from '@matrix-arena/contract';
import { type Cheat, codeOf } from './cheats.ts';

const code = new URL('code/', import.meta.url).pathname;

/** Makes the package of one cheat below a folder: what it needs of `code`, a manifest, a package.json. Gives its path. */
export async function packCheat(cheat: Pick<Cheat, 'name' | 'attack'>, below: string): Promise<string> {
  const folder = join(below, cheat.name);
  await mkdir(folder, { recursive: true });
  const entry = `${codeOf(cheat)}.js`;
  for (const file of await filesOf(entry))
    await copyFile(join(code, file), join(folder, file === entry ? 'index.js' : file));
  await writeJson(join(folder, 'manifest.json'), manifestOf(cheat));
  await writeJson(join(folder, 'package.json'), packageOf(cheat));
  return folder;
}

/** The same as a file that npm would publish: what is submitted. Gives its path. */
export async function packTarball(cheat: Pick<Cheat, 'name' | 'attack'>, below: string): Promise<string> {
  const folder = await packCheat(cheat, below);
  const given = ['pack', folder, '--ignore-scripts', '--silent', '--pack-destination', below];
  const { stdout } = await promisify(execFile)('npm', given, { cwd: below });
  return join(below, stdout.trim());
}

/** The file and all that it imports or starts, which lies beside it. */
async function filesOf(entry: string): Promise<Set<string>> {
  const files = new Set([entry]);
  for (const file of files) {
    const source = await readFile(join(code, file), 'utf8');
    for (const [, imported] of source.matchAll(/'\.\/([\w-]+\.js)'/g)) files.add(imported);
  }
  return files;
}

function manifestOf({ name, attack }: Pick<Cheat, 'name' | 'attack'>): Manifest {
  return {
    name,
    version: '1.0.0',
    formatVersion: 1,
    description: attack,
    authors: ['Matrix Arena contributors'],
    license: 'MIT',
    lossless: true,
    dependencies: [],
    entry: './index.js',
  };
}

function packageOf({ name, attack }: Pick<Cheat, 'name' | 'attack'>) {
  return {
    name,
    version: '1.0.0',
    description: attack,
    license: 'MIT',
    type: 'module',
    exports: './index.js',
  };
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
