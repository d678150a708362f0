import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { arena, temporaryFolder } from './arena.ts';
import { resultFile, resultOf, solutionOf } from './results.ts';

const small = solutionOf('small', 400);
const large = solutionOf('large', 500);
const hardlyLarger = solutionOf('hardly-larger', 402);
const later = { startedAt: '2026-01-02T03:04:05.000Z' };

describe('arena compare', () => {
  it('compares two solutions of one run: in total and by kind, with intervals and a verdict', async () => {
    const path = await resultFile(
      await temporaryFolder(),
      'run.json',
      resultOf([small, large, hardlyLarger]),
    );
    const { code, stdout } = await arena(['compare', 'small', 'large', '--results', path]);
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'test · 2 cores · Node v20.0.0 · Linux 6 · no checkout · load 0.00 to 0.00',
      'test: 3 matrices, 0.0 MB, sha256 000000000000 · 4 samples each, medians',
      'lossless-v1: clip((1 - c) * (1 - t / 1.012), 0, 1)',
      '',
      'score of small (A) and large (B), timed in one run',
    ]);
    expect(lines[6]).toMatch(
      /^matrices +A +B +A - B +on these +on others +A \/ B +on these +on others +verdict$/,
    );
    // 0.6 and 0.5 times 1 - 23 / 1012; the ratio of two equal times is that of the sizes, whatever the drift.
    const shown = '0\\.5864 +0\\.4886 +\\+0\\.0977 +\\+\\S+\\.\\.\\+\\S+ +\\+\\S+\\.\\.\\+\\S+ +1\\.2000 ';
    expect(lines[7]).toMatch(new RegExp(`^all +3 +${shown}.* beats by 1 %$`));
    expect(lines[8]).toMatch(
      /^bottleneck forward +1 +0\.5864 +0\.4886 +\+0\.0977 +\S+ +– +1\.2000 +\S+ +– +beats by 1 %$/,
    );
    expect(lines[9]).toMatch(new RegExp(`^residual forward +2 +${shown}.* beats by 1 %$`));
    expect(stdout).toContain('\n–: one matrix says nothing of others');
    const gain = await arena(['compare', 'small', 'hardly-larger', '--results', path]);
    expect(gain.stdout).toMatch(/\nall .* not shown\n/);
    const loss = await arena(['compare', 'large', 'small', '--results', path]);
    expect(loss.stdout).toMatch(/\nall .* -0\.0977 .* below\n/);
  });

  it('finds the newest figures of both in several files, and prints everything as JSON', async () => {
    const folder = await temporaryFolder();
    const old = await resultFile(folder, 'old.json', resultOf([solutionOf('small', 900), large]));
    const recent = await resultFile(folder, 'recent.json', resultOf([small], later));
    const args = ['compare', 'small', 'large', '--results', recent, old];
    expect((await arena(args)).stdout).toContain('small (A) and large (B), timed in two runs\n');
    const elsewhere = await resultFile(folder, 'elsewhere.json', resultOf([small], { rules: 'lossy-v2' }));
    const withElsewhere = await arena(['compare', 'small', 'large', '--results', elsewhere, old]);
    expect(withElsewhere.stdout).toContain('timed in one run\n');
    const { code, stdout } = await arena([...args, '--json', '--seed', '7']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        rules: 'lossless-v1',
        corpus: { name: 'test' },
        seed: 7,
        a: 'small',
        b: 'large',
        isOneRun: false,
        total: { matrixCount: 3, ratio: expect.closeTo(1.2, 6), verdict: 'beats' },
        groups: [{ group: 'bottleneck forward', onMatricesLikeThem: null }, { group: 'residual forward' }],
      },
    ]);
    expect((await arena([...args, '--json', '--seed', '7'])).stdout).toBe(stdout);
    const reseeded = JSON.parse((await arena([...args, '--json', '--seed', '8'])).stdout);
    expect(reseeded[0].total.onTheseMatrices).not.toEqual(JSON.parse(stdout)[0].total.onTheseMatrices);
  });

  it('compares two runs on every solution of both', async () => {
    const folder = await temporaryFolder();
    const changed = { ...solutionOf('large', 500, 60), bundleSha256: 'a'.repeat(64) };
    const first = await resultFile(folder, 'first.json', resultOf([small, large, hardlyLarger]));
    const second = await resultFile(folder, 'second.json', resultOf([changed, small], later));
    const { code, stdout } = await arena(['compare', first, second]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      '\nrun 1: 2026-01-01 00:00, no checkout\nrun 2: 2026-01-02 03:04, no checkout\n',
    );
    expect(stdout).toMatch(/\nsolution +run 1 +± +run 2 +± +run 1 - run 2 +95 % interval\n/);
    expect(stdout).toMatch(/\nsmall +0\.5864 +0\.\d{4} +0\.5864 +0\.\d{4} +0\.0000 +-\S+\.\.\+\S+ +agree\n/);
    expect(stdout).toMatch(/\nlarge +0\.4886 .* \+0\.0494 +\+\S+\.\.\+\S+ +differ, other code\n/);
    expect(stdout).not.toContain('hardly-larger');
    expect(stdout).toContain(
      '\nthe runs differ on large; of 20 solutions that did not change, 1 is expected to\n',
    );
    const json = JSON.parse((await arena(['compare', first, second, '--json'])).stdout);
    expect(json).toMatchObject({
      agree: false,
      runs: [{ file: first }, { file: second, startedAt: later.startedAt }],
      solutions: [
        { name: 'small', agrees: true, isSameCode: true },
        { name: 'large', agrees: false, isSameCode: false },
      ],
    });
    const again = await resultFile(folder, 'again.json', resultOf([small], later));
    expect((await arena(['compare', first, again])).stdout).toContain(
      '\nthe runs agree: every interval of their difference contains 0\n',
    );
  });
});

describe('arena compare refuses', () => {
  it('what it cannot make sense of', async () => {
    const folder = await temporaryFolder();
    const one = await resultFile(folder, 'one.json', resultOf([small, large]));
    const other = await resultFile(folder, 'other.json', resultOf([hardlyLarger]));
    const cases: [string[], string][] = [
      [
        ['small', 'medium', '--results', one, other],
        'solution: expected one of small, large, hardly-larger, got medium; name one that the results have,',
      ],
      [['small', one], `small and ${one}: name two solutions, in --results if you like, or two result files`],
      [[one, other, '--results', one], `${one} and ${other}: name two solutions,`],
      [
        [one, other],
        `solutions of both results: there are none: ${one} has small, large, ${other} has hardly-larger\n`,
      ],
    ];
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await arena(['compare', ...args]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`arena: ${message}`);
    }
  });

  it('figures that cannot be compared', async () => {
    const folder = await temporaryFolder();
    const first = resultOf([small]);
    const paths = [
      await resultFile(folder, 'first.json', first),
      await resultFile(
        folder,
        'second.json',
        resultOf([large, small], { environment: { ...first.environment, cpu: 'another' } }),
      ),
    ];
    const message =
      'arena: machine of the second result: expected test, cores: 2, x64, Node v20.0.0, got another, cores: 2, x64, ' +
      'Node v20.0.0; bench both on one machine: times of other machines cannot be compared\n';
    expect(await arena(['compare', ...paths])).toEqual({ code: 1, stdout: '', stderr: message });
    const [onlyLarge] = [await resultFile(folder, 'third.json', resultOf([large], { rules: 'lossy-v2' }))];
    const apart = await arena(['compare', 'small', 'large', '--results', paths[0], onlyLarge]);
    expect([apart.code, apart.stderr]).toEqual([
      1,
      'arena: rule set of the second result: expected lossless-v1, got lossy-v2; bench both by the same rules\n',
    ]);
  });
});

describe('arena rank', () => {
  it('shows intervals, ties, the noise floor, the sampling, the threads and findings', async () => {
    const noticed = {
      ...hardlyLarger,
      status: { ...hardlyLarger.status, sampledUntil: 'budget' },
      findings: [{ kind: 'hidden-threads', message: 'used 2.0 cores during calls' }],
    } as typeof hardlyLarger;
    const tied = { ...small, manifest: { ...small.manifest, name: 'also-small' } };
    const failing = {
      ...solutionOf('failing', 1),
      status: { state: 'rejected' as const, message: 'too large' },
      trials: [],
    };
    const run = resultOf([small, tied, noticed, failing]);
    const result = {
      ...run,
      plan: { ...run.plan, timingThreadsFrom: 'interference' as const },
      interference: [
        { solution: 'small', threads: 2, slowDown: 1.078, slowDownLow: 1.06, slowDownHigh: 1.1 },
      ],
      control: { solution: 'small', trials: solutionOf('small', 401).trials },
    };
    const folder = await temporaryFolder();
    const path = await resultFile(folder, 'run.json', result);
    const { code, stdout } = await arena(['rank', path]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n +# {2}solution +score +± +ratio /);
    expect(stdout).toMatch(/\n 1 {2}small +0\.5864 {2}0\.\d{4} +2\.500 /);
    expect(stdout).toMatch(/\n=2 {2}also-small +0\.5864 {2}0\.\d{4} /);
    expect(stdout).toMatch(/\n[ =]3 {2}hardly-larger /);
    expect(stdout).toMatch(/\n – {2}failing +0\.0000 +– +– /);
    expect(stdout).toContain(
      [
        '',
        '= : not told apart from the one above it, within noise',
        'score to beat: 0.5922 (1.01 x small)',
        'noise floor: 0.0010 (0.17 %), small timed twice',
        'sampling: 2 of 3 solutions precise to 0.5 %; ended by the time budget: hardly-larger',
        'timing threads: 1, by interference; time of a call: small 1.08 x (1.06..1.10) with 2',
        'failed: failing: 3, first rejected: too large',
        'note: hardly-larger: used 2.0 cores during calls',
        '',
      ].join('\n'),
    );
    const [ranking] = JSON.parse((await arena(['rank', path, '--json'])).stdout);
    expect(ranking.noiseFloor).toMatchObject({
      solution: 'small',
      relativeDifference: expect.closeTo(0.001 / 0.6),
    });
    expect(ranking.solutions.map(({ isTied }: { isTied: boolean }) => isTied).slice(0, 2)).toEqual([
      false,
      true,
    ]);
  });

  it('of several runs says when each solution was measured, and takes the largest noise floor', async () => {
    const folder = await temporaryFolder();
    const control = (compressedBytes: number) => ({
      control: { solution: 'small', trials: solutionOf('small', compressedBytes).trials },
    });
    const paths = [
      await resultFile(folder, 'one.json', resultOf([small, large], control(401))),
      await resultFile(folder, 'two.json', resultOf([small], { ...later, ...control(403) })),
    ];
    const { stdout } = await arena(['rank', ...paths]);
    expect(stdout).toMatch(/\n1 {2}small .* 2026-01-02 03:04\n2 {2}large .* 2026-01-01 00:00\n/);
    expect(stdout).toContain('\nnoise floor: 0.0029 (0.5 %), small timed twice; the largest of 2 runs\n');
    expect(stdout).toContain(
      '\nsampling: 2 of 2 solutions precise to 0.5 %\ntiming threads: 1, as asked for\n',
    );
    expect(stdout).not.toContain('= :');
  });

  it('of a checkout says what the last bench measured, and what was kept from an earlier one', async () => {
    const checkout = await temporaryFolder();
    await writeFile(join(checkout, 'pnpm-workspace.yaml'), '');
    for (const [name, result] of [
      ['large', resultOf([large])],
      ['small', resultOf([small], later)],
    ] as const) {
      const folder = join(checkout, 'solutions', name);
      await mkdir(join(folder, '.arena'), { recursive: true });
      await writeFile(join(folder, 'manifest.json'), '{}');
      await resultFile(join(folder, '.arena'), 'result.json', result);
    }
    await mkdir(join(checkout, '.arena'));
    await writeFile(join(checkout, '.arena', 'bench-started-at'), '2026-01-02T00:00:00.000Z\n');
    const { stdout } = await arena(['rank'], { cwd: checkout });
    expect(stdout).toMatch(/\n1 {2}small .* 2026-01-02 03:04\n2 {2}large .* 2026-01-01 00:00 \(cache\)\n/);
    const [ranking] = JSON.parse((await arena(['rank', '--json'], { cwd: checkout })).stdout);
    const cached = ranking.solutions.map(({ isFromCache }: { isFromCache: boolean }) => isFromCache);
    expect(cached).toEqual([false, true]);
  });
});
