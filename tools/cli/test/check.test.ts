import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rules } from '@matrix-arena/testkit/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, type Finished, temporaryFolder } from './arena.ts';
import { copyOf, edit, soundPackage } from './packages.ts';

interface JsonReport {
  readonly ok: boolean;
  readonly solutions: readonly {
    readonly name: string;
    readonly areas: readonly {
      readonly area: string;
      readonly outcome: string;
      readonly details: readonly string[];
      readonly findings: readonly { readonly message: string; readonly hint: string }[];
    }[];
  }[];
}

let sound: string;
let first: Finished;
const folders: string[] = [];

beforeAll(async () => {
  sound = await soundPackage();
  folders.push(sound);
  first = await arena(['check', sound]);
});

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Breaks a built package and checks some areas of it. */
async function checkBroken(breakIt: (folder: string) => Promise<void>, ...args: string[]): Promise<Finished> {
  const folder = await copyOf(sound);
  folders.push(folder);
  await breakIt(folder);
  return arena(['check', folder, ...args]);
}

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
    const folder = await copyOf(sound);
    folders.push(folder);
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

describe('arena check --json says of a package that is broken in many ways', () => {
  let report: JsonReport;

  beforeAll(async () => {
    const { code, stdout } = await checkBroken(
      async (folder) => {
        await edit(folder, 'package.json', '"version": "1.0.0"', '"version": "1.0.1"');
        const foreign =
          '"left-pad": "1.3.0", "@matrix-arena/corpus": "workspace:*", "@matrix-arena/bf16": "^1.0.0",';
        await edit(folder, 'package.json', '"@matrix-arena/bf16": "workspace:*",', foreign);
        await edit(folder, 'manifest.json', '"dependencies": []', '"dependencies": ["@bokuweb/zstd-wasm"]');
        const imports = ['node:fs', '../../elsewhere.js', '@matrix-arena/corpus', 'left-pad', './planes.js'];
        const lines = imports.map((one) => `import '${one}';\n`).join('');
        await writeFile(join(folder, 'src/more.ts'), `// import 'in-a-comment';\n${lines}`);
        await writeFile(join(folder, 'dist/more.js'), "import 'node:os';\nimport '../src/codec.js';\n");
        await writeFile(join(folder, 'dist/table.bin'), new Uint8Array(19_000));
      },
      ...['--no-build', '--json', '--only', 'manifest', 'dependencies', 'imports', 'size'],
    );
    expect(code).toBe(1);
    report = JSON.parse(stdout);
  });

  it('that it is not sound, and nothing of other areas', () => {
    expect([report.ok, report.solutions.map(({ name }) => name)]).toEqual([false, ['sound-package']]);
    expect(report.solutions[0].areas.map(({ area, outcome }) => `${area} ${outcome}`)).toEqual([
      'manifest failed',
      'dependencies failed',
      'imports failed',
      'size failed',
    ]);
  });

  it.each([
    [
      'manifest',
      [
        [
          'package.json field version: expected 1.0.0 as in manifest.json, got 1.0.1',
          'make both say the same',
        ],
      ],
    ],
    [
      'dependencies',
      [
        [
          'manifest.json names @bokuweb/zstd-wasm, and the dependencies of package.json do not',
          'add it to package.json, or take it out of the manifest',
        ],
        [
          'left-pad is not on the allow-list: @bokuweb/zstd-wasm',
          'do without it, or make it a development dependency if only tests and scripts need it',
        ],
        [
          'package.json depends on @matrix-arena/corpus, which is no part of a codec',
          'move it to devDependencies, and import it in tests and scripts only',
        ],
        [
          'package.json asks for @matrix-arena/bf16 ^1.0.0',
          'name one exact version, such as 1.2.3: another one may make other frames',
        ],
      ],
    ],
    [
      'imports',
      [
        ['src/more.ts:2: imports node:fs, a Node built-in', 'do without it: codecs run in browsers too'],
        [
          'src/more.ts:3: imports ../../elsewhere.js, which is outside the package',
          'copy what you need into the package',
        ],
        [
          'src/more.ts:4: imports @matrix-arena/corpus, which is no part of a codec',
          'import only contract and bf16 of the arena',
        ],
        [
          "src/more.ts:5: imports left-pad, which the manifest's dependencies do not name",
          'do without it, or add it to manifest.json if it is on the allow-list',
        ],
        [
          "more.js: imports node:os, which the manifest's dependencies do not name",
          expect.stringMatching(/^let the build bundle it/),
        ],
        [
          'more.js: imports ../src/codec.js, which is no code of its own',
          expect.stringMatching(/^let the build bundle it/),
        ],
      ],
    ],
    [
      'size',
      [
        [
          expect.stringMatching(/^\d \d{3} bytes of code too many$/),
          'make the largest files smaller; types and source maps do not count',
        ],
      ],
    ],
  ])('what is wrong with its %s, and what to do', (area, expected) => {
    const { findings } = report.solutions[0].areas.find((one) => one.area === area) ?? {};
    expect(findings?.map(({ message, hint }) => [message, hint])).toEqual(expected);
  });

  it('which files are large', () => {
    const { details } = report.solutions[0].areas.find(({ area }) => area === 'size') ?? {};
    expect(details).toEqual([
      ' 19 000  table.bin',
      expect.stringMatching(/^ {2}\d \d{3} {2}index\.js$/),
      '     44  more.js',
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
