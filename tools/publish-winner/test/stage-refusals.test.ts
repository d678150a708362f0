import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StageOptions } from '../src/index.ts';
import { failureOf, firstPackage } from './installed.ts';
import { addLibrary, setUpStageFolder } from './stage-solutions.ts';

const { root, stage, solutionWith } = setUpStageFolder();

describe('staging refuses', () => {
  const outFolder = (): string => join(root(), 'refused');

  async function expectRefusal(options: Partial<StageOptions>, kind: string, message: RegExp): Promise<void> {
    const error = await failureOf(() => stage({ outFolder: outFolder(), ...options }));
    expect(error).toMatchObject({ name: 'ArenaError', kind });
    expect((error as Error).message).toMatch(message);
    expect(readdirSync(root()).filter((name) => name.includes('refused'))).toEqual([]);
  }

  it('a version that is none', () =>
    expectRefusal({ version: '1.0' }, 'usage', /version: expected one such as 1\.2\.0/));

  it('the version of the earlier package', () =>
    expectRefusal({ version: '1.0.0', previousFolder: firstPackage.stagedFolder }, 'conflict', /raise it/));

  it('a folder that is not empty', async () => {
    const taken = join(root(), 'taken');
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

  it('an import of a name that is made at run time, which no list of imports has', async () => {
    const code = `globalThis.taken = import(['node:', 'fs'].join(''));`;
    for (const solutionFolder of [solutionWith({ code }), solutionWith({ inspectCode: code })])
      await expectRefusal(
        { solutionFolder },
        'unsupported',
        /it imports at run time what it makes the name of/,
      );
  });

  describe('a file of the publisher in', () => {
    /** Beside the folders of the solutions. */
    const secret = (): string => {
      const path = join(root(), 'secret.json');
      writeFileSync(path, '{ "token": "of-the-publisher" }');
      return path;
    };
    const elsewhere = /it takes in \S+secret\.json, which is no file of its own or of a library/;

    it.each<[string, (path: string) => string, RegExp]>([
      ['an import', (path) => `import secret from ${JSON.stringify(path)};`, elsewhere],
      ['an import() of a pattern', () => `import('../../' + name + '.json');`, elsewhere],
      ['a link', () => `import './linked.json';`, elsewhere],
      [
        'a require',
        (path) => `globalThis.secret = require(${JSON.stringify(path)});`,
        /it requires \S+secret\.json; only imports are allowed/,
      ],
      [
        'a require of a pattern',
        () => `const take = (name) => require('../../' + name + '.json'); take('secret');`,
        elsewhere,
      ],
    ])('%s', async (_, code, message) => {
      const path = secret();
      const decoder = solutionWith({ code: code(path) });
      const inspector = solutionWith({ inspectCode: code(path) });
      symlinkSync(path, join(decoder, 'dist/linked.json'));
      symlinkSync(path, join(inspector, 'dist-inspect/linked.json'));
      for (const solutionFolder of [decoder, inspector])
        await expectRefusal({ solutionFolder }, 'unsupported', message);
    });

    it('a path that begins with the name of a library', async () => {
      secret();
      const code = `import 'two/../../../secret.json';`;
      const solutionFolder = solutionWith({ code, dependencies: ['two'] });
      addLibrary(solutionFolder, 'two', { 'package.json': '{ "name": "two", "version": "2.0.0" }' });
      await expectRefusal({ solutionFolder }, 'unsupported', elsewhere);
    });

    it('an alias of its own tsconfig.json', async () => {
      const paths = { two: [secret()] };
      const solutionFolder = solutionWith({ code: `import 'two';`, dependencies: ['two'] });
      writeFileSync(join(solutionFolder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { paths } }));
      await expectRefusal({ solutionFolder }, 'unsupported', elsewhere);
    });
  });

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
      const previousFolder = join(root(), `changed-${folder.replaceAll('/', '-')}`);
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
    const previousFolder = mkdtempSync(join(root(), 'previous-'));
    await expectRefusal({ previousFolder }, 'not-found', /PROVENANCE\.json/);
    writeFileSync(join(previousFolder, 'PROVENANCE.json'), '{');
    await expectRefusal({ previousFolder }, 'bad-format', /not JSON/);
    writeFileSync(join(previousFolder, 'PROVENANCE.json'), '{ "package": {} }');
    await expectRefusal({ previousFolder }, 'bad-format', /expected package, solutions and files/);
  });
});
