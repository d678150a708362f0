import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build } from 'esbuild';
import { publint } from 'publint';
import { expect, it } from 'vitest';
import { templateDir } from '../src/locations.ts';
import { lastPackage, packages, projectFolder } from './installed.ts';

it.each(packages)('publint finds nothing in the package of $winner', async ({ stagedFolder }) => {
  expect((await publint({ pkgDir: stagedFolder, strict: true, pack: false })).messages).toEqual([]);
});

it('the types are right wherever modules are imported', async () => {
  const data = new Uint8Array(readFileSync(lastPackage.tarball));
  const analysis = await checkPackage(createPackageFromTarballData(data));
  if (analysis.types === false) throw new Error('expected types, got none');
  // The package has no CommonJS; Node 20.19 and newer can require its modules.
  expect(analysis.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM')).toEqual([]);
});

it('an import of one function brings that function alone', async () => {
  const stdin = { contents: `export { isCodecError } from '@matrix-arena/codec'`, resolveDir: projectFolder };
  const { outputFiles } = await build({ stdin, bundle: true, format: 'esm', write: false, minify: true });
  expect(outputFiles[0].contents.length).toBeLessThan(3000);
});

it('a bundler keeps the decoders apart, each in a file of its own', async () => {
  const stdin = { contents: `export { decompress } from '@matrix-arena/codec'`, resolveDir: projectFolder };
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    format: 'esm',
    splitting: true,
    write: false,
    outdir: 'out',
    entryNames: 'entry',
  });
  const entry = outputFiles.find(({ path }) => path.endsWith('entry.js'));
  expect(outputFiles.length).toBeGreaterThan(packages.length);
  expect(entry?.contents.length).toBeLessThan(40_000);
});

it('the package can be required, too', () => {
  const code = `const { levels } = require('@matrix-arena/codec'); console.log(levels.join())`;
  const args = ['--experimental-require-module', '--no-warnings', '-e', code];
  expect(execFileSync(process.execPath, args, { cwd: projectFolder, encoding: 'utf8' })).toBe('store,best\n');
});

it('its own test decodes every golden frame', () => {
  const args = [join(lastPackage.installedFolder, 'test/golden.mjs')];
  const count = 9 * packages.length;
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe(`${count} golden frames decoded\n`);
});

it('the example of the README runs', () => {
  const [, code] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(templateDir, 'usage.md'), 'utf8')) ?? [];
  const file = join(projectFolder, 'usage.mjs');
  writeFileSync(file, code);
  const output = execFileSync(process.execPath, [file], { encoding: 'utf8' });
  expect(output.replaceAll(/became \d+/g, 'became N')).toMatchInlineSnapshot(`
    "16384 bytes became N, and 64 x 128 values came back
    16384 bytes came through the streams
    @matrix-arena/codec: block header: expected 12 bytes at offset 18, got 2
    "
  `);
});
