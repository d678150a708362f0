import type { FramePart } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { findRuleSet } from '@matrix-arena/scoring';
import { describe, expect, it } from 'vitest';
import { bar } from '../src/explain-bars.ts';
import { explanationOf } from '../src/explain-figures.ts';
import { explanationText } from '../src/explain-text.ts';
import { arena, fixture, smallSet, temporaryFolder } from './arena.ts';
import { resultOf, solutionOf } from './results.ts';

const bounds = {
  ...{ sign: 1, exponent: 3, mantissa: 6.5, planesBound: 10.5 },
  ...{ signGivenExponent: 0.9, mantissaGivenExponent: 5.6, givenExponentBound: 9.5 },
};

/** A run of one solution on matrices of 500 values, each with these bounds. */
function resultWith(compressedBytes: number, parts?: readonly FramePart[], callMs = 10): Result {
  const solution = solutionOf('mine', compressedBytes, callMs);
  const trials = solution.trials.map((trial) => ({ ...trial, ...(parts && { parts: [...parts] }) }));
  const manifest = { ...solution.manifest, ...(parts && { inspect: './inspect.js' }) };
  const result = resultOf([{ ...solution, manifest, trials }]);
  const matrices = result.corpus.matrices.map((matrix) => ({ ...matrix, bounds }));
  return { ...result, corpus: { ...result.corpus, matrices } };
}

function textOf(result: Result, isOne = false): string {
  return explanationText(explanationOf(result, findRuleSet(result.rules)), result, isOne);
}

describe('arena explain', () => {
  it('of all matrices shows a table, worst first, and the means of their parts', async () => {
    const { code, stdout } = await arena([
      ...['explain', fixture('inspect-accounts'), '--set', await smallSet(), '--quick'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\ninspect-accounts 1\.0\.0 on 2 matrices, worst first\n/);
    expect(stdout).toMatch(
      /\nmatrix +kind +bits\/value +order-0 +given exponent +difference +ms +time % +score\n.*-bottleneck-.* 16\.00 +7\.91 +6\.81 +\+8\.09 .*\n.*-residual-.* 16\.00 +10\.81 +10\.73 +\+5\.19 /,
    );
    expect(stdout).toMatch(/\nmeans over 2 matrices\n\nbits\/value +order-0 +difference +given exponent\n/);
    expect(stdout).toMatch(/\nsign +1\.00 {2}█+.? +0\.50 +\+0\.50 +0\.50\n {2}signs +1\.00 {2}█/);
    expect(stdout).toMatch(/\nmantissa +7\.00 {2}█+.? +6\.05 +\+0\.95 +5\.46\n/);
    expect(stdout).toMatch(
      /\noverhead +<0\.01 {2}▏\n {2}header +<0\.01 {2}▏\ntotal +16\.00 +9\.36 +\+6\.64 +8\.77\n/,
    );
    expect(stdout).toMatch(
      /\nfirst compress +\d+\.\d\d\nfirst decompress +\d+\.\d\d\ncompress +\d+\.\d\d +\d+/,
    );
    expect(stdout).toContain('\nsize costs 100.0 %: 0.0000 would be ');
    expect(stdout).not.toContain('no parts are known');
  });

  it('of one matrix, named by a part of its id, shows that in detail; everything as JSON, too', async () => {
    const args = ['explain', fixture('inspect-accounts'), 'RESIDUAL', '--set', await smallSet()];
    const { code, stdout } = await arena(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\ninspect-accounts 1\.0\.0 on llama512-residual-L5-s700-t128-fwd\.bf16 \(residual forward, 128 x 512, 0\.1 MB to 131 080 bytes\)\n/,
    );
    expect(stdout).not.toContain('worst first');
    const json = JSON.parse((await arena([...args, '--json'])).stdout);
    expect(json).toMatchObject({
      solution: 'inspect-accounts',
      matrices: [{ timeShare: 1, planes: [{ plane: 'sign', bits: 1 }, { bits: 8 }, { bits: 7 }, {}] }],
      score: { score: 0, gainOfLessTime: 0 },
    });
  });

  it('without an inspect module shows the rest, and how to add one', async () => {
    const { code, stdout } = await arena(['explain', fixture('store'), '--set', await smallSet(), '--quick']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nexponent +2\.81 +2\.81\n.*\ntotal +16\.00 /);
    expect(stdout).toMatch(/\nno parts are known: name a module in manifest\.json as "inspect", .*\n.*\n$/);
  });

  it('tells what was wrong with frames that were not taken apart, or did not come back', async () => {
    const { code, stdout } = await arena([
      ...['explain', fixture('inspect-refuses'), '--set', await smallSet(), '--quick'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('\nnote: 2 frames have no parts; frame of ');
    const failing = await arena(['explain', fixture('wrong-bytes'), '--set', await smallSet(), '--quick']);
    expect([failing.code, failing.stdout]).toEqual([1, '']);
    expect(failing.stderr).toMatch(
      /\narena: wrong-bytes: no matrix came back; the first, .*: mismatch: value 1/,
    );
  });
});

describe('arena explain refuses', () => {
  it('what it cannot make sense of', async () => {
    const folder = await temporaryFolder();
    const store = fixture('store');
    const cases: [string[], number, string][] = [
      [
        [store, 'nowhere', '--set', await smallSet()],
        ...([
          2,
          'matrix: expected one of llama512-residual-L5-s700-t128-fwd.bf16, reluneck512b16-bottleneck-L2-s200-t800-fwd.bf16, got nowhere; pass an id, or a part of one',
        ] as const),
      ],
      [[store, 'fwd', '--set', await smallSet()], 2, 'got fwd; name more of its id, so that one is left'],
      [['./mine.tgz'], 2, './mine.tgz: is not taken apart, since that happens without a sandbox; unpack it'],
      [['./nowhere'], 1, 'there is no such manifest; pass the folder of a solution package'],
      [[store, '--set', folder], 1, 'neither; pass the folder of a set'],
      [
        [fixture('fails-at-import'), '--set', await smallSet()],
        1,
        'fails-at-import: not-loadable: Error: no luck',
      ],
    ];
    for (const [args, expectedCode, message] of cases) {
      const { code, stdout, stderr } = await arena(['explain', ...args]);
      expect([code, stdout]).toEqual([expectedCode, '']);
      expect(stderr).toContain(message);
    }
  });

  it('to go on after Ctrl-C: one line, exit code 130', async () => {
    let isKilled = false;
    const args = ['explain', fixture('inspect-loops'), '--set', await smallSet()];
    const { code, stdout, stderr } = await arena(args, {
      onStderr: (text, kill) => {
        if (!isKilled && text.includes('verify:')) isKilled = kill('SIGINT');
      },
    });
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr.split('\n').at(-2)).toBe('arena: bench: stopped; nothing was written');
  });
});

describe('the text of an explanation', () => {
  const apart: readonly FramePart[] = [
    { name: 'signs', plane: 'sign', bits: 450 },
    { name: 'exponents', plane: 'exponent', bits: 1500 },
    { name: 'upper', plane: 'mantissa', bits: 1000 },
    { name: 'lower', plane: 'mantissa', bits: 2000 },
    { name: 'header', plane: 'overhead', bits: 50 },
  ];

  it('groups parts by plane, the largest first, and draws all bars to one scale', () => {
    const [, table] = /(bits\/value.*?)\n\n/s.exec(textOf(resultWith(625, apart), true)) ?? [];
    expect(table).toMatchInlineSnapshot(`
      "bits/value                                                     order-0  difference  given exponent
      sign          0.90  ██████▏                                       1.00       -0.10            0.90
        signs       0.90  ██████▏
      exponent      3.00  ████████████████████▌                         3.00        0.00            3.00
        exponents   3.00  ████████████████████▌
      mantissa      6.00  █████████████████████████████████████████     6.50       -0.50            5.60
        lower       4.00  ███████████████████████████▍
        upper       2.00  █████████████▋
      overhead      0.10  ▋
        header      0.10  ▋
      total        10.00                                               10.50       -0.50            9.50"
    `);
  });

  it.each([
    [
      500,
      '8.00 bits/value are 2.50 (23.8 %) below the order-0 bound of 10.50, and 1.50 (15.8 %) below the bound given the exponent, 9.50: context beyond the single value pays',
    ],
    [
      625,
      '10.00 bits/value are 0.50 (4.8 %) below the order-0 bound of 10.50, and 0.50 (5.3 %) above the bound given the exponent, 9.50: what the exponent tells of sign and mantissa is not all used',
    ],
    [
      750,
      '12.00 bits/value are 1.50 (14.3 %) above the order-0 bound of 10.50: an order-0 coder for sign, exponent and mantissa each would be smaller',
    ],
  ])('says on which side of the bounds %i bytes are', (compressedBytes, sentence) => {
    expect(textOf(resultWith(compressedBytes))).toContain(`\n${sentence}\n`);
  });

  it('takes the score apart by asking the rules', () => {
    // 23 ms of 1012 at medians of 11.5 ms; frames of 500 of 1000 bytes.
    const text = textOf(resultWith(500));
    expect(text).toContain('\ntime costs 2.3 %: 0.4886 would be 0.5000 in no time\n');
    expect(text).toContain('\nsize costs 49.9 %: 0.4886 would be 0.9763 in frames of one byte\n');
    expect(text).toContain(
      '\n1 % fewer bytes: +0.0049 (+1.00 %), 10 % less time: +0.0011 (+0.23 %): work on size next\n',
    );
    expect(text).toContain('\nscore 0.4886; frames as long as the order-0 bound would make it 0.3359, ');
    expect(textOf(resultWith(500, undefined, 400))).toContain(': work on time next\n');
    expect(textOf({ ...resultWith(500, undefined, 600) })).toContain(': neither changes the score\n');
    expect(textOf({ ...resultWith(500), rules: 'lossy-v2' })).toContain(
      '\ntime costs 0.0 %: 0.5000 would be 0.5000 ',
    );
  });

  it('lists matrices that did not come back, and leaves them out of the means', () => {
    const result = resultWith(500, apart);
    const [solution] = result.solutions;
    const [first, ...others] = solution.trials;
    const failed = {
      matrix: first.matrix,
      outcome: 'timeout',
      stage: 'compress',
      message: 'too slow',
    } as const;
    const text = textOf({ ...result, solutions: [{ ...solution, trials: [failed, ...others] }] });
    expect(text).toContain('mine 1.0.0 on 2 matrices, worst first\n');
    expect(text).toContain('\nfailed: r0: timeout: too slow\n');
  });

  it('has no means of parts unless every frame was taken apart', () => {
    const result = resultWith(500, apart);
    const [solution] = result.solutions;
    const trials = solution.trials.map((trial, i) => (i === 1 ? { ...trial, parts: undefined } : trial));
    const text = textOf({ ...result, solutions: [{ ...solution, trials }] });
    expect(text).toContain('\nno means of parts: not every frame was taken apart\n');
    expect(text).not.toContain('█');
  });
});

it.each([
  [0, ''],
  [1e-6, '▏'],
  [0.25, '██▌'],
  [0.26, '██▋'],
  [1, '██████████'],
])('a bar of %d of ten blocks is "%s"', (share, expected) => {
  expect(bar(share, 10)).toBe(expected);
});
