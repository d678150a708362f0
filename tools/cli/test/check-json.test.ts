import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { arena } from './arena.ts';
import { setUpSoundPackage } from './check-broken.ts';
import { edit } from './packages.ts';

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

const { sound, checkBroken } = setUpSoundPackage();

beforeAll(async () => {
  const { code } = await arena(['check', sound(), '--only', 'build']);
  expect(code).toBe(0);
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
