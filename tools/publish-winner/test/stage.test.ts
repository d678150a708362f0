import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provenance, type StageOptions, stagePackage } from '../src/index.ts';
import { failureOf, firstPackage, lastPackage, packages } from './installed.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'stage-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

async function stage(options: Partial<StageOptions>): Promise<unknown> {
  return stagePackage({
    solutionFolder: firstPackage.solutionFolder,
    outFolder: join(root, 'out'),
    version: '2.0.0',
    previousFolder: null,
    readme: '',
    provenance: {},
    ...options,
  });
}

/** A solution that copies, with the given code in front. */
function solutionWith({ code = '', dependencies = [] as string[], lossless = true }): string {
  const folder = mkdtempSync(join(root, 'solution-'));
  const manifest = { name: 'copies', version: '1.0.0', formatVersion: 1, description: 'Copies' };
  const rest = { authors: ['Somebody'], license: 'ISC', lossless, dependencies, entry: './dist/index.js' };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, ...rest }));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(
    join(folder, 'dist/index.js'),
    `${code}
    const create = () => ({
      compress: ({ bytes, rows, cols }) => Uint8Array.of(rows, cols, ...bytes),
      decompress: (frame) => ({ bytes: frame.slice(2), rows: frame[0], cols: frame[1], dtype: 'bf16' }),
    });
    export default { create };`,
  );
  return folder;
}

function addLibrary(folder: string, name: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'node_modules', name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
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
    const outFolder = join(root, 'with-library');
    await stage({ solutionFolder, outFolder });
    expect(readFileSync(join(outFolder, 'THIRD-PARTY.md'), 'utf8')).toBe(
      '# Code of others in this package\n\nSolutions:\n\n- copies 1.0.0, ISC, by Somebody\n\n' +
        '## two 2.2.2\n\nLicence: BSD-2-Clause\n\nDo as you like.\n',
    );
    expect(readJson<{ license: string }>(outFolder, 'package.json').license).toBe('MIT AND ISC');
  });

  it('is the same, whoever stages it', async () => {
    const outFolder = join(root, 'again');
    await stage({ outFolder, version: firstPackage.version, readme: '# Codec\n' });
    const { files } = readJson<Provenance>(firstPackage.installedFolder, 'PROVENANCE.json');
    expect(readJson<Provenance>(outFolder, 'PROVENANCE.json').files).toEqual(files);
  });

  it('of a winner that wins again has one decoder, which reads its earlier frames', async () => {
    const outFolder = join(root, 'twice');
    await stage({ outFolder, version: '1.0.1', previousFolder: firstPackage.stagedFolder });
    expect(readdirSync(join(outFolder, 'dist/decoders')).length).toBe(1);
    expect(readdirSync(join(outFolder, 'test/golden')).sort()).toEqual(['1.0.0', '1.0.1']);
  });
});

describe('staging refuses', () => {
  const outFolder = (): string => join(root, 'refused');

  async function expectRefusal(options: Partial<StageOptions>, kind: string, message: RegExp): Promise<void> {
    const error = await failureOf(() => stage({ outFolder: outFolder(), ...options }));
    expect(error).toMatchObject({ name: 'ArenaError', kind });
    expect((error as Error).message).toMatch(message);
    expect(readdirSync(root).filter((name) => name.includes('refused'))).toEqual([]);
  }

  it('a version that is none', () =>
    expectRefusal({ version: '1.0' }, 'usage', /version: expected one such as 1\.2\.0/));

  it('the version of the earlier package', () =>
    expectRefusal({ version: '1.0.0', previousFolder: firstPackage.stagedFolder }, 'conflict', /raise it/));

  it('a folder that is not empty', async () => {
    const taken = join(root, 'taken');
    mkdirSync(taken);
    writeFileSync(join(taken, 'mine'), '');
    await expectRefusal({ outFolder: taken }, 'conflict', /not empty/);
    expect(readdirSync(taken)).toEqual(['mine']);
  });

  it('a solution that is not built, or not lossless', async () => {
    const solutionFolder = solutionWith({});
    rmSync(join(solutionFolder, 'dist'), { recursive: true });
    await expectRefusal({ solutionFolder }, 'not-found', /not built/);
    await expectRefusal({ solutionFolder: solutionWith({ lossless: false }) }, 'unsupported', /not lossless/);
  });

  it.each([
    ['an import that the manifest does not name', `import 'two';`, /imports two, which the manifest's/],
    ['a Node built-in', `import 'node:fs';`, /imports node:fs, which the manifest's/],
    [
      'a file beside the module',
      `fetch(new URL('x.bin', import.meta.url));`,
      /looks for files beside its module/,
    ],
  ])('%s', (_, code, message) =>
    expectRefusal({ solutionFolder: solutionWith({ code }) }, 'unsupported', message),
  );

  it('a library that is not installed, and one that needs Node', async () => {
    const solutionFolder = solutionWith({ code: `import 'two';`, dependencies: ['two'] });
    await expectRefusal({ solutionFolder }, 'unsupported', /Could not resolve "two"/);
    addLibrary(solutionFolder, 'two', {
      'package.json': '{ "name": "two", "version": "2.0.0", "license": "MIT", "main": "two.js" }',
      'two.js': `module.exports = require('fs');`,
      LICENSE: 'Do as you like.',
    });
    await expectRefusal({ solutionFolder }, 'unsupported', /Could not resolve "fs"/);
  });

  it('a library without a licence text', async () => {
    const solutionFolder = solutionWith({ code: `import 'two';`, dependencies: ['two'] });
    addLibrary(solutionFolder, 'two', {
      'package.json': '{ "name": "two", "version": "2.0.0", "license": "MIT", "main": "two.js" }',
      'two.js': '',
    });
    await expectRefusal({ solutionFolder }, 'unsupported', /two: expected the text of its licence/);
  });

  it('a solution that does not give back what it was given', async () => {
    const solutionFolder = solutionWith({});
    const entry = join(solutionFolder, 'dist/index.js');
    writeFileSync(entry, readFileSync(entry, 'utf8').replace('rows, cols, ...bytes)', 'rows)'));
    await expectRefusal({ solutionFolder }, 'mismatch', /the staged package fails: .*block content bytes/);
  });

  it.each(['dist/decoders', 'test/golden/1.0.0'])(
    'an earlier package with a change in %s',
    async (folder) => {
      const previousFolder = join(root, `changed-${folder.replaceAll('/', '-')}`);
      cpSync(firstPackage.stagedFolder, previousFolder, { recursive: true });
      const [name] = readdirSync(join(previousFolder, folder)).filter((one) => !one.includes('0x'));
      const path = join(previousFolder, folder, name);
      writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from(' ')]));
      await expectRefusal(
        { previousFolder },
        'mismatch',
        /expected sha256 .*; the earlier version was changed/,
      );
      rmSync(path);
      await expectRefusal({ previousFolder }, 'mismatch', /expected a file, got none/);
    },
  );

  it('a folder that is no earlier package', async () => {
    const previousFolder = mkdtempSync(join(root, 'previous-'));
    await expectRefusal({ previousFolder }, 'not-found', /PROVENANCE\.json/);
    writeFileSync(join(previousFolder, 'PROVENANCE.json'), '{');
    await expectRefusal({ previousFolder }, 'bad-format', /not JSON/);
    writeFileSync(join(previousFolder, 'PROVENANCE.json'), '{ "package": {} }');
    await expectRefusal({ previousFolder }, 'bad-format', /expected package, solutions and files/);
  });
});
