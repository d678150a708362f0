import { isArenaError } from '@matrix-arena/contract';
import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../src/run/options.ts';
import type { RuleReport } from '../src/run/report.ts';
import { runConformance } from '../src/run/run-conformance.ts';
import { edit, overwrite, withFixture } from './assemble.ts';

const sound = new URL('fixtures/sound', import.meta.url);

async function failureOf(fixture: string, id: string, options = {}): Promise<string> {
  const [report] = await withFixture(fixture, (packageDir) =>
    runConformance(packageDir, { seed: 7, ...options, only: [id] }),
  );
  return report.outcome === 'failed' ? report.message : report.outcome;
}

describe('reports', () => {
  it('come one by one, in the order of the rules, also for a folder without a slash', async () => {
    const seen: RuleReport[] = [];
    const only = ['golden-frames', 'manifest'];
    const reports = await runConformance(sound, { only, onReport: (report) => seen.push(report) });
    expect(reports).toEqual(seen);
    expect(reports.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['manifest', 'passed'],
      ['golden-frames', 'passed'],
    ]);
    expect(reports.every(({ elapsedMs }) => elapsedMs > 0)).toBe(true);
  });

  it.for<[string, string, object, string]>([
    [
      'no-negative-zero',
      'special-values',
      {},
      'negative zero, 1x1: round trip: expected byte 1 to be 0x80, got 0x00 [seed 7]',
    ],
    [
      'hangs-on-corrupt',
      'trailing-bytes',
      { ruleLimitMs: 1_500 },
      'one zero byte behind the frame of 4x8: took longer than 1500 ms [seed 7]',
    ],
    [
      'exits-on-corrupt',
      'trailing-bytes',
      {},
      'one zero byte behind the frame of 4x8: the thread ended, exit code 3 [seed 7]',
    ],
    [
      'rejects-later',
      'all-patterns',
      {},
      'all patterns shuffled, 1x65536: the thread ended, Error: too late [seed 7]',
    ],
    [
      'no-golden',
      'golden-frames',
      {},
      'expected frames in test/golden/v2/, got none; write them with: ' +
        'node node_modules/@matrix-arena/testkit/dist/write-golden.js [seed 7]',
    ],
    [
      'wrong-version',
      'manifest',
      {},
      'version of the package: expected "2.0.0" as in manifest.json, got "1.0.0" [seed 7]',
    ],
  ])('say what %s did wrong under %s', async ([fixture, id, options, message]) => {
    expect(await failureOf(fixture, id, options)).toBe(message);
  });

  it('tell the smallest random matrix that fails', async () => {
    expect(await failureOf('forgets-empty-shape', 'random-matrices')).toBe(
      'smallest matrix {"content":"constant","rows":0,"cols":1,"seed":0}: ' +
        'round trip: expected shape 0x1, got 0x0 [seed 7]',
    );
  });

  it('go on in a fresh thread after a hang', async () => {
    const reports = await withFixture('hangs-on-corrupt', (packageDir) =>
      runConformance(packageDir, { ruleLimitMs: 1_500, only: ['trailing-bytes', 'bad-arguments'] }),
    );
    expect(reports.map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
  });
});

describe('a package that cannot be judged', () => {
  it.for<[string, string, (text: string) => string, RegExp]>([
    [
      'is not built',
      'manifest.json',
      (text) => text.replace('./index.js', './dist/index.js'),
      /^[^:]*dist\/index\.js: run pnpm build in the solution/,
    ],
    ['has no JSON for a manifest', 'manifest.json', () => '{', /manifest\.json: correct the JSON/],
    [
      'has an unknown key in its manifest',
      'manifest.json',
      (text) => text.replace('"license"', '"licence": "MIT", "license"'),
      /manifest\.json: Unrecognized key: "licence"; correct the manifest/,
    ],
    [
      'exports no solution',
      'index.js',
      () => 'export default {};',
      /^default export of file:.*index\.js: export default defineSolution/,
    ],
    ['fails to load', 'index.js', () => 'throw new TypeError("no such table");', /TypeError: no such table/],
    ['hangs as it loads', 'index.js', () => 'for (;;);', /before the first case: took longer than 1500 ms/],
  ])('because it %s gets a failed report', async ([, path, change, expected]) => {
    const [report] = await withFixture('sound', async (packageDir) => {
      edit(packageDir, path, change);
      return runConformance(packageDir, { only: ['bad-arguments'], ruleLimitMs: 1_500 });
    });
    expect(report).toMatchObject({ outcome: 'failed', message: expect.stringMatching(expected) });
  });
});

describe('an inspect module', () => {
  const header = "const header = { name: 'header', plane: 'overhead', bits: 8 * 17 };";
  const planes = "const planes = { name: 'planes', plane: 'mixed', bits: 8 * (frame.length - 17) };";
  const inspect = (body: string, last = 'return [header, planes];'): string =>
    [
      "import { soundCodec } from './codec.js';",
      'export default async function inspect(frame) {',
      ...[body, header, planes, last],
      '}',
    ].join('\n');
  const refuses = 'soundCodec().decompress(frame);';
  const codecError = 'a CodecError \\(truncated or corrupt\\)';

  it.for<[string, string, string]>([
    ['accounts for all bits and refuses damage', inspect(refuses), '^passed$'],
    ['is no function', 'export default {};', '^default export of file:.*: expected a function, got object '],
    [
      'has two parts of one name',
      inspect(refuses, 'return [header, header];'),
      '^frame of zero, 1x1: name of a part: expected each one once, got two of "header"',
    ],
    [
      'changes the frame',
      inspect(refuses, 'frame[0] = 0; return [header, planes];'),
      '^frame of zero, 1x1: inspected frame: expected byte 0 to be 0x46, got 0x00',
    ],
    [
      'takes half a frame',
      inspect('', 'return frame.length < 17 ? [] : [header, planes];'),
      `^first 0 of \\d+ bytes of the frame of 4x8: expected ${codecError}, got parts`,
    ],
    [
      'throws plain errors',
      inspect('try { soundCodec().decompress(frame) } catch { throw new TypeError("no header"); }'),
      `^first 0 of .*: expected ${codecError}, got TypeError: no header`,
    ],
    ['hangs', inspect('for (;;);'), '^frame of zero, 1x1: took longer than 1500 ms'],
    ['is not built', '', 'Cannot find module'],
  ])('that %s', async ([, source, expected]) => {
    const [report] = await withFixture('forgets-header-bits', (packageDir) => {
      if (source === '') edit(packageDir, 'manifest.json', (text) => text.replace('inspect.js', 'other.js'));
      else overwrite(packageDir, 'inspect.js', source);
      return runConformance(packageDir, { only: ['inspectable'], seed: 7, ruleLimitMs: 1_500 });
    });
    expect(report.outcome === 'failed' ? report.message : report.outcome).toMatch(new RegExp(expected));
  });

  it('need not be there, nor be named in the built module', async () => {
    expect(await failureOf('sound', 'inspectable')).toBe('passed');
    const built = `export const solution = (create) => ({ manifest: ${JSON.stringify({
      ...{ name: 'fixture', version: '1.0.0', formatVersion: 1, license: 'MIT', lossless: true },
      description: 'Its inspect module leaves the header out',
      authors: ['Matrix Arena contributors'],
      entry: './index.js',
    })}, create });`;
    const [report] = await withFixture('forgets-header-bits', (packageDir) => {
      overwrite(packageDir, 'solution.js', built);
      return runConformance(packageDir, { only: ['manifest'] });
    });
    expect(report.outcome).toBe('passed');
  });
});

describe('options', () => {
  it('let a codec without a checksum return damaged matrices', async () => {
    expect(await failureOf('ignores-checksum', 'flipped-bits')).toMatch(/got another matrix/);
    expect(await failureOf('ignores-checksum', 'flipped-bits', { checksummed: false })).toBe('passed');
  });

  it('set the ceilings of compression', async () => {
    expect(await failureOf('sound', 'compresses', { activationsCeilingBits: 11 })).toMatch(
      /^activations, 256x256: expected at most 11 bits per value, got 12\.\d\d \[seed 7]$/,
    );
    expect(
      await failureOf('stores', 'compresses', { constantCeilingBits: 17, activationsCeilingBits: 17 }),
    ).toBe('passed');
  });

  it('take the seed from the environment unless it is given', () => {
    const before = process.env.ARENA_SEED;
    try {
      process.env.ARENA_SEED = '99';
      expect(resolveOptions({}).seed).toBe(99);
      expect(resolveOptions({ seed: 5 }).seed).toBe(5);
      process.env.ARENA_SEED = 'tuesday';
      expect(() => resolveOptions({})).toThrow(
        'ARENA_SEED: expected a whole number of at most nine digits, got "tuesday"; ' +
          'set it to the seed of a report, or unset it',
      );
    } finally {
      if (before === undefined) delete process.env.ARENA_SEED;
      else process.env.ARENA_SEED = before;
    }
  });

  it('refuse a rule that there is not', async () => {
    const error = await runConformance(sound, { only: ['manifset'] }).catch((thrown: unknown) => thrown);
    expect(isArenaError(error, 'usage')).toBe(true);
  });
});
