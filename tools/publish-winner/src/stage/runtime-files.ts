import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { contractTypesDir, runtimeDir, templateDir } from '../locations.ts';
import type { Files } from './options.ts';

const importOfTypes = /\bfrom '(\.\/[\w.-]+)\.js'/g;

/** What is the same in every package: library, shell, types, specification, licence and test. */
export async function readRuntime(): Promise<Files> {
  const files: Files = new Map();
  const names = await readdir(runtimeDir).catch((cause: unknown) => {
    throw new ArenaError('not-found', { what: runtimeDir, hint: 'it is not built; run pnpm build', cause });
  });
  for (const name of names) files.set(`dist/${name}`, await readFile(join(runtimeDir, name)));
  const types = await readFile(join(runtimeDir, 'index.d.ts'), 'utf8');
  files.set('dist/index.d.ts', types.replaceAll(`'@matrix-arena/contract'`, `'./types/index.js'`));
  await addTypes('index', files);
  files.set('test/golden.mjs', await readFile(join(templateDir, 'golden.mjs')));
  for (const name of ['spec.md', 'LICENSE']) files.set(name, await readFile(join(templateDir, name)));
  return files;
}

/** The contract's types, and those that they import: the package depends on no other. */
async function addTypes(name: string, files: Files): Promise<void> {
  const path = `dist/types/${name}.d.ts`;
  if (files.has(path)) return;
  const text = await readFile(join(contractTypesDir(), `${name}.d.ts`), 'utf8');
  files.set(path, text);
  for (const [, imported] of text.matchAll(importOfTypes)) await addTypes(basename(imported), files);
}
