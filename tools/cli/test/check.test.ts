import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rules } from '@matrix-arena/testkit/rules';
import { beforeAll, describe, expect, it } from 'vitest';
import { arena, type Finished, temporaryFolder } from './arena.ts';
import { setUpSoundPackage } from './check-broken.ts';
import { edit } from './packages.ts';

const { sound, copySound, checkBroken } = setUpSoundPackage();
let first: Finished;

beforeAll(async () => {
  first = await arena(['check', sound()]);
});

describe('arena check', () => {
  it('builds a sound package and finds nothing', () => {
    const lines = first.stdout
      .split('\n')
      .map((line) => line.replace(/\d[\d ]* (?=of|left)|[\d.]+ s$/g, 'N '));
    expect(lines).toEqual([
      expect.stringMatching(/^sound-package {2}\.test\/sound-\w+$/),
      '  manifest      ok       version 1.0.0, format version 1',
      '  build         ok       built just now',
      '  dependencies  ok       none',
      '  imports       ok       3 sources, 1 built',
      '  size          ok       N of 20 000 bytes, N left',
      '  types         ok       no errors',
      `  conformance   ok       ${rules.length - 1} rules kept`,
      '  format        ok       11 golden frames of v1, made again',
      '  docs          ok       README.md, spec.md',
      '',
      '1 solution: 9 ok, 0 warnings, 0 failed in N ',
      '',
    ]);
    expect(first.code).toBe(0);
    expect(first.stderr).toBe(`build: sound-package\nrules: ${rules.length} steps\n`);
  });

  it('builds again once a source is newer, unless it must not', async () => {
    const later = new Date(Date.now() + 1000);
    const touch = (folder: string) => utimes(join(folder, 'src/planes.js'), later, later);
    const untouched = await checkBroken(async () => {}, '--only', 'build');
    expect(untouched.stdout).toContain('build         ok       up to date\n');
    const built = await checkBroken(touch, '--only', 'build');
    expect(built.stdout).toContain('build         ok       built just now\n');
    const unbuilt = await checkBroken(touch, '--only', 'build', '--no-build');
    const finding =
      '- the built modules are older than their sources\n      run pnpm build or npm run build\n';
    expect([unbuilt.code, unbuilt.stdout]).toEqual([1, expect.stringContaining(finding)]);
  });

  it('takes what is only advised for no failure', async () => {
    const { code, stdout, stderr } = await checkBroken(
      (folder) => rm(join(folder, 'spec.md')),
      '--only',
      'docs',
    );
    expect(stdout).toContain(
      '  docs          warning  README.md\n    - spec.md is not there\n      describe in it',
    );
    expect([code, stderr]).toEqual([0, '']);
  });

  it('ends at once on Ctrl-C, with the rules under way', async () => {
    let isKilled = false;
    const folder = await copySound();
    await edit(folder, 'dist/index.js', '', 'for (;;) {}\n');
    const { code, stdout, stderr } = await arena(['check', folder, '--only', 'conformance'], {
      onStderr: (text, kill) => {
        if (!isKilled && text.includes('rules:')) isKilled = kill('SIGINT');
      },
    });
    expect([code, stdout, stderr]).toEqual([
      130,
      '',
      `rules: ${rules.length - 1} steps\narena: check: stopped\n`,
    ]);
  });
});

describe('arena check says what to do about', () => {
  it.each<[string, (folder: string) => Promise<void>, string[], string[]]>([
    [
      'every wrong field of a manifest',
      async (folder) => {
        await edit(folder, 'manifest.json', '"lossless": true', '"lossless": "yes"');
        await edit(folder, 'manifest.json', '"formatVersion": 1', '"formatVersion": 0');
      },
      ['manifest', 'build', 'conformance', 'format'],
      [
        '- manifest.json field formatVersion: ',
        '- manifest.json field lossless: ',
        'correct the manifest',
        'build         skipped',
        'conformance   skipped',
        'format        skipped',
      ],
    ],
    [
      'a build that fails, with what it said',
      (folder) => writeFile(join(folder, 'src/codec.js'), 'export const soundCodec = ;\n'),
      ['build'],
      [
        'Unexpected ";"',
        '- the script build of package.json ended with exit code 1',
        'mend what it says above',
      ],
    ],
    [
      'a package that has nothing built and no way to build it',
      async (folder) => {
        await rm(join(folder, 'dist'), { recursive: true });
        await edit(folder, 'package.json', '"build": "node build.mjs"', '"other": ""');
      },
      ['build'],
      ['- ./dist/index.js of the manifest is not there', 'add a script build to package.json'],
    ],
    [
      'errors of types, with where they are',
      (folder) => edit(folder, 'src/index.js', 'manifest, create }', 'manifest, create, extra: 1 }'),
      ['types', '--no-build'],
      ["- src/index.js:8:51: TS2353: Object literal may only specify known properties, and 'extra'"],
    ],
    [
      'broken rules, and frames that changed without a new format version',
      async (folder) => {
        await edit(folder, 'src/codec.js', 'checkEnd: (reader) => reader.end()', 'checkEnd: () => {}');
        await edit(folder, 'src/planes.js', 'codedBytes > plane.length', 'true');
      },
      ['conformance', 'format'],
      [
        'conformance   failed   ',
        '- trailing-bytes: ',
        'what has to hold: a frame that goes on after its end is corrupt',
        'format        failed   11 golden frames of v1\n',
        '.frame: frame made now',
        'undo the change, or, if frames are meant to differ: raise formatVersion to 2 and run node node_modules/',
      ],
    ],
    [
      'frames that are lost, not written yet, or of a format version that the manifest does not know',
      async (folder) => {
        await rm(join(folder, 'test/golden/v1'), { recursive: true });
        await edit(folder, 'manifest.json', '"formatVersion": 1', '"formatVersion": 2');
        await mkdir(join(folder, 'test/golden/v3'));
      },
      ['format', '--no-build'],
      [
        '- there are no frames in test/golden/v1\n      restore them: ',
        '- there are no frames in test/golden/v2\n      write those of this version with: node node_modules/',
        '- there are frames of version 3, and manifest.json has formatVersion 2\n',
        'set formatVersion to 3, or remove test/golden/v3 if it was never published',
      ],
    ],
    [
      'a solution that ends the process of the rules',
      (folder) => edit(folder, 'dist/index.js', '', 'process.kill(process.pid, "SIGKILL");\n'),
      ['conformance'],
      ['- manifest: the process of the rules ended with exit code null'],
    ],
  ])('%s', async (_, breakIt, only, expected) => {
    const { code, stdout, stderr } = await checkBroken(breakIt, '--only', ...only);
    for (const text of expected) expect(stdout).toContain(text);
    expect(code).toBe(1);
    expect(stderr).toMatch(/(^|\n)arena: check: [12] areas? failed: see the findings above\n$/);
  });
});

describe('arena check refuses', () => {
  it.each([
    ['an unknown area', ['.', '--only', 'colour'], 2, /^error: .*Allowed choices are manifest, build, /],
    [
      'a folder that is not there',
      ['./nowhere'],
      1,
      /^arena: .*nowhere: pass the folder of a solution package\n$/,
    ],
    ['an unknown name', ['nobody'], 2, /^arena: solution: expected one of .*, got nobody; pass a known name/],
  ])('%s', async (_, args, code, message) => {
    const finished = await arena(['check', ...args]);
    expect(finished.stderr).toMatch(message);
    expect([finished.code, finished.stdout]).toEqual([code, '']);
  });

  it('to guess solutions outside a checkout', async () => {
    const { code, stderr } = await arena(['check'], { cwd: await temporaryFolder() });
    const hint = 'none here; name one by its path, or run in a checkout';
    expect([code, stderr]).toEqual([2, `arena: solutions: ${hint}\n`]);
  });
});
