import type { Result, Trial } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { compareSolutions, findRuleSet, type Interval } from '../src/index.ts';
import { contenders, matrices, sized } from './contenders.ts';
import { failedTrial, matricesOf, okTrial } from './results.ts';
import { driftOf, type Noise, normals, simulate } from './simulate.ts';

const rules = findRuleSet('lossless-v1');
const noise: Noise = { stages: 8, samplesPerStage: 3, drift: 0.01, jitter: 0.03 };

function width({ low, high }: Interval): number {
  return high - low;
}

describe('compareSolutions', () => {
  it('shows no difference between a solution and itself timed again', () => {
    const normal = normals(1);
    const drift = driftOf(noise, normal);
    const [a, b] = [1, 2].map(() =>
      simulate(matrices, { compressedBytes: 500, trueMs: 20 }, noise, drift, normal),
    );
    const { total } = compareSolutions(...contenders(a, b), rules);
    expect(total.verdict).toBe('not-shown');
    expect(total.onTheseMatrices.difference.low).toBeLessThan(0);
    expect(total.onTheseMatrices.difference.high).toBeGreaterThan(0);
  });

  it.each([
    ['a gain of 3 %', 485, 'beats'],
    ['a gain of 0.5 %', 497.5, 'not-shown'],
    ['a loss of 0.5 %', 502.5, 'below'],
  ])('%s under small noise', (_, compressedBytes, verdict) => {
    const of = matrices.map((matrix) => ({ ...matrix, originalBytes: 10_000 }));
    const normal = normals(2);
    const small = { ...noise, drift: 0.002, jitter: 0.002 };
    const [a, b] = [compressedBytes * 10, 5000].map((bytes) =>
      simulate(of, { compressedBytes: bytes, trueMs: 10 }, small, driftOf(small, normal), normal),
    );
    expect(compareSolutions(...contenders(a, b, { of }), rules).total.verdict).toBe(verdict);
  });

  it('lets drift cancel that both share, and not that of two runs', () => {
    const drifting = { ...noise, drift: 0.2, jitter: 0.002 };
    const normal = normals(3);
    const shared = driftOf(drifting, normal);
    const a = simulate(matrices, { compressedBytes: 500, trueMs: 20 }, drifting, shared, normal);
    const b = simulate(matrices, { compressedBytes: 510, trueMs: 20 }, drifting, shared, normal);
    const own = simulate(
      matrices,
      { compressedBytes: 510, trueMs: 20 },
      drifting,
      driftOf(drifting, normal),
      normal,
    );
    const paired = compareSolutions(...contenders(a, b), rules);
    const ownDrift = compareSolutions(...contenders(a, own), rules);
    const twoRuns = compareSolutions(...contenders(a, b, { runs: 2 }), rules);
    expect([paired.isOneRun, twoRuns.isOneRun]).toEqual([true, false]);
    const widths = [paired, ownDrift, twoRuns].map(({ total }) => width(total.onTheseMatrices.difference));
    expect(widths[1]).toBeGreaterThan(10 * widths[0]);
    expect(widths[2]).toBeGreaterThan(10 * widths[0]);
  });

  it('rests its verdict on other matrices, not on luck with these', () => {
    // No timing noise at all: on these matrices A is ahead by 4 %, but that is the work of two of eight.
    const b = matrices.map(() => 500);
    const a = [420, 420, 500, 500, 500, 500, 500, 500];
    const { total } = compareSolutions(...contenders(sized(a), sized(b)), rules);
    expect(total.ratio).toBeCloseTo(1.04, 12);
    expect(total.onTheseMatrices.ratio?.low).toBeCloseTo(1.04, 12);
    expect(total.onMatricesLikeThem?.ratio?.low).toBeCloseTo(1, 12);
    expect(total.verdict).toBe('not-shown');
  });

  it('pairs matrices: what is hard for both widens nothing', () => {
    const b = [100, 200, 300, 400, 500, 600, 700, 800];
    const a = b.map((bytes) => bytes - 10);
    const { difference } =
      compareSolutions(...contenders(sized(a), sized(b)), rules).total.onMatricesLikeThem ?? {};
    expect(difference?.low).toBeCloseTo(0.01 * (1 - 2 / 1012), 12);
    expect(difference?.high).toBeCloseTo(0.01 * (1 - 2 / 1012), 12);
  });

  it('judges each group, one of a single matrix by timing noise alone', () => {
    const of = [...matricesOf(3, 'many'), ...matricesOf(1, 'single')];
    const { total, groups } = compareSolutions(
      ...contenders(sized([600, 600, 600, 400], of), sized([500, 500, 500, 500], of), { of }),
      rules,
    );
    expect(
      [total, ...groups].map(({ group, matrixCount, verdict }) => [group, matrixCount, verdict]),
    ).toEqual([
      ['all', 4, 'not-shown'],
      ['many', 3, 'below'],
      ['single', 1, 'beats'],
    ]);
    expect(groups.map(({ onMatricesLikeThem }) => onMatricesLikeThem === null)).toEqual([false, true]);
    expect(groups[1].onTheseMatrices.ratio?.low).toBeCloseTo(1.2, 12);
    expect(groups[1].scoreA - groups[1].scoreB).toBe(groups[1].difference);
  });

  it('has no ratio where B scores 0, and beats it with any score', () => {
    const failed = matrices.map(({ id }) => failedTrial(id));
    const good = sized(matrices.map(() => 500));
    const { total } = compareSolutions(...contenders(good, failed), rules);
    expect([total.ratio, total.onTheseMatrices.ratio, total.onMatricesLikeThem?.ratio]).toEqual([
      null,
      null,
      null,
    ]);
    expect(total.verdict).toBe('beats');
    expect(compareSolutions(...contenders(failed, failed), rules).total.verdict).toBe('not-shown');
    expect(compareSolutions(...contenders(failed, good), rules).total.verdict).toBe('below');
  });

  it('bounds the ratio where draws of matrices leave B, or both, with nothing', () => {
    const of = matrices.slice(0, 2);
    const [both, neither] = [sized([400, 400], of), of.map(({ id }) => failedTrial(id))];
    const one = [okTrial(of[0].id, 500), neither[1]];
    const ratio = (a: Trial[], b: Trial[]) =>
      compareSolutions(...contenders(a, b, { of }), rules).total.onMatricesLikeThem?.ratio;
    expect(ratio(both, one)).toEqual({ low: expect.closeTo(1.2, 12), high: Number.POSITIVE_INFINITY });
    expect(ratio([both[0], neither[1]], one)).toEqual({ low: 1, high: expect.closeTo(1.2, 12) });
  });

  it('follows from the seed', () => {
    const normal = normals(5);
    const [a, b] = [500, 505].map((compressedBytes) =>
      simulate(matrices, { compressedBytes, trueMs: 20 }, noise, driftOf(noise, normal), normal),
    );
    const compare = (seed: number) => compareSolutions(...contenders(a, b), rules, { seed, replicates: 100 });
    expect(compare(1)).toEqual(compare(1));
    expect(compare(1)).not.toEqual(compare(2));
  });

  it.each([
    [
      'rules',
      (result: Result) => ({ ...result, rules: 'lossy-v2' }),
      'rule set of the second result: expected lossless-v1, got lossy-v2; bench both by the same rules',
    ],
    [
      'a corpus',
      (result: Result) => ({ ...result, corpus: { ...result.corpus, sha256: 'f'.repeat(64) } }),
      'expected test, 8 matrices, sha256 000000000000, got test, 8 matrices, sha256 ffffffffffff; bench both on',
    ],
    [
      'a machine',
      (result: Result) => ({ ...result, environment: { ...result.environment, cores: 4 } }),
      'machine of the second result: expected test, cores: 2, x64, Node v20.0.0, got test, cores: 4, x64, Node',
    ],
    [
      'a number of timing threads',
      (result: Result) => ({ ...result, plan: { ...result.plan, timingThreads: 2 } }),
      'timing threads of the second result: expected as many as do no harm, got forced 2; bench both without',
    ],
  ])('refuses %s of another kind', (_, change, message) => {
    const trials = sized(matrices.map(() => 500));
    const [a, b] = contenders(trials, trials);
    const other = { ...b, result: change(b.result) };
    expect(() => compareSolutions(a, other, rules)).toThrow(message);
    expect(() => compareSolutions(a, other, rules)).toThrow(expect.objectContaining({ kind: 'conflict' }));
  });

  it('refuses to judge by other rules than the results were made for', () => {
    const trials = sized(matrices.map(() => 500));
    expect(() => compareSolutions(...contenders(trials, trials), findRuleSet('lossy-v2'))).toThrow(
      'rule set of the result: expected lossy-v2, got lossless-v1',
    );
  });
});
