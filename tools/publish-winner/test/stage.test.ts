import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Provenance } from '../src/index.ts';
import { firstPackage, lastPackage, packages } from './installed.ts';
import { addLibrary, setUpStageFolder } from './stage-solutions.ts';

const { root, stage, solutionWith } = setUpStageFolder();

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

describe('a staged package', () => {
  it('has no dependencies, types first, and everything that it names', () => {
    const json = readJson<Record<string, object>>(lastPackage.installedFolder, 'package.json');
    expect(json).toMatchObject({
      name: '@matrix-arena/codec',
      version: lastPackage.version,
      type: 'module',
      sideEffects: false,
      bin: { 'matrix-codec': 'dist/cli.js' },
      engines: { node: '>=20' },
    });
    expect(Object.keys(json).filter((key) => /dependencies/i.test(key))).toEqual([]);
    expect(Object.keys((json.exports as Record<string, object>)['.'])).toEqual(['types', 'default']);
    for (const name of ['README.md', 'LICENSE', 'THIRD-PARTY.md', 'PROVENANCE.json', 'spec.md'])
      expect([name, existsSync(join(lastPackage.installedFolder, name))]).toEqual([name, true]);
  });

  it('carries the decoders and golden frames of all winners, unchanged', () => {
    for (const [index, { winner, version, stagedFolder }] of packages.entries()) {
      const names = readdirSync(join(stagedFolder, 'dist/decoders'));
      expect(names.length).toBe(index + 1);
      const decoder = names.find((name) => name.startsWith(`${winner}-v`)) ?? '';
      const golden = `test/golden/${version}`;
      const paths = [
        `dist/decoders/${decoder}`,
        ...readdirSync(join(stagedFolder, golden)).map((name) => `${golden}/${name}`),
      ];
      expect(paths.length).toBeGreaterThan(10);
      for (const path of paths) {
        const carried = readFileSync(join(lastPackage.installedFolder, path));
        expect(Buffer.compare(carried, readFileSync(join(stagedFolder, path)))).toBe(0);
      }
    }
  });

  it('imports nothing but its own files, and Node built-ins only in its shell', () => {
    const dist = join(lastPackage.installedFolder, 'dist');
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(js|d\.ts)$/.test(name),
    );
    const imports = files.flatMap((name) => {
      const text = readFileSync(join(dist, name), 'utf8');
      const found = [...text.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)];
      return found.map(([, specifier]) => [name, specifier]);
    });
    const foreign = imports.filter(([, specifier]) => !specifier.startsWith('./'));
    expect(foreign.filter(([name]) => name !== 'cli.js')).toEqual([]);
    expect(foreign.filter(([, specifier]) => !specifier.startsWith('node:'))).toEqual([]);
  });

  it('tells what it is made of, with a hash of every file', () => {
    const provenance = readJson<Provenance>(lastPackage.installedFolder, 'PROVENANCE.json');
    expect(provenance.origin).toEqual({ competition: 'test' });
    expect(provenance.solutions.map(({ name, since }) => [name, since])).toEqual(
      packages.map(({ winner, version }) => [winner, version]).reverse(),
    );
    const installed = readdirSync(lastPackage.installedFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(lastPackage.installedFolder.length + 1));
    expect([...Object.keys(provenance.files), 'PROVENANCE.json'].sort()).toEqual(installed.sort());
  });

  it('names the libraries in it with their licences', () => {
    const notices = readFileSync(join(lastPackage.installedFolder, 'THIRD-PARTY.md'), 'utf8');
    const { solutions } = readJson<Provenance>(lastPackage.installedFolder, 'PROVENANCE.json');
    const libraries = solutions.flatMap((one) => one.libraries);
    for (const { name, version, license } of libraries)
      expect(notices).toContain(`## ${name} ${version}\n\nLicence: ${license}\n`);
    for (const { solutionFolder, winner } of packages) {
      const { dependencies } = readJson<{ dependencies: string[] }>(solutionFolder, 'manifest.json');
      const packed = solutions.find((one) => one.name === winner)?.libraries ?? [];
      expect(packed.map(({ name }) => name)).toEqual(dependencies);
    }
  });

  it('brings a library along with its licence, and the solution with its own', async () => {
    const solutionFolder = solutionWith({
      code: `import { two } from 'two'; if (two !== 2) throw new Error();`,
      dependencies: ['two'],
    });
    addLibrary(solutionFolder, 'two', {
      'package.json':
        '{ "name": "two", "version": "2.2.2", "license": "BSD-2-Clause", "type": "module", "main": "two.js" }',
      'two.js': 'export const two = 2;',
      LICENSE: 'Do as you like.',
    });
    const outFolder = join(root(), 'with-library');
    await stage({ solutionFolder, outFolder });
    expect(readFileSync(join(outFolder, 'THIRD-PARTY.md'), 'utf8')).toBe(
      '# Code of others in this package\n\nSolutions:\n\n- copies 1.0.0, ISC, by Somebody\n\n' +
        '## two 2.2.2\n\nLicence: BSD-2-Clause\n\nDo as you like.\n',
    );
    expect(readJson<{ license: string }>(outFolder, 'package.json').license).toBe('MIT AND ISC');
  });

  it('takes in what a library needs in turn, and what takes frames apart may share files with the codec', async () => {
    const solutionFolder = solutionWith({
      code: `import { two } from 'two'; if (two !== 2) throw new Error();`,
      inspectCode: `import '../dist/index.js';`,
      dependencies: ['two'],
    });
    const json = { version: '1.0.0', license: 'MIT', main: 'index.js' };
    const elsewhere = mkdtempSync(join(root(), 'store-'));
    addLibrary(elsewhere, 'two', {
      'package.json': JSON.stringify({ ...json, name: 'two', dependencies: { one: '1.0.0' } }),
      'index.js': `exports.two = 2 * require('one').one;`,
      LICENSE: 'Do as you like.',
    });
    addLibrary(elsewhere, 'one', {
      'package.json': JSON.stringify({ ...json, name: 'one' }),
      'index.js': 'exports.one = 1;',
      LICENSE: 'Do as you like.',
    });
    mkdirSync(join(solutionFolder, 'node_modules'));
    symlinkSync(join(elsewhere, 'node_modules/two'), join(solutionFolder, 'node_modules/two'));
    const outFolder = join(root(), 'with-libraries');
    await stage({ solutionFolder, outFolder });
    const { solutions } = readJson<Provenance>(outFolder, 'PROVENANCE.json');
    expect(solutions[0].libraries.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('is the same, whoever stages it', async () => {
    const outFolder = join(root(), 'again');
    await stage({ outFolder, version: firstPackage.version, readme: '# Codec\n' });
    const { files } = readJson<Provenance>(firstPackage.installedFolder, 'PROVENANCE.json');
    expect(readJson<Provenance>(outFolder, 'PROVENANCE.json').files).toEqual(files);
  });

  it('of a winner that wins again has one decoder, which reads its earlier frames', async () => {
    const outFolder = join(root(), 'twice');
    await stage({ outFolder, version: '1.0.1', previousFolder: firstPackage.stagedFolder });
    expect(readdirSync(join(outFolder, 'dist/decoders')).length).toBe(1);
    expect(readdirSync(join(outFolder, 'test/golden')).sort()).toEqual(['1.0.0', '1.0.1']);
  });
});
