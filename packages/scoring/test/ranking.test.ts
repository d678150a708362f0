import type { Result } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { findRuleSet, mergeResults, rankResult, scoreToBeat } from '../src/index.ts';
import { failedTrial, okTrial, resultOf, solutionOf } from './results.ts';

const rules = findRuleSet('lossless-v1');

describe('rankResult', () => {
  it('ranks by the mean score, a failed matrix counting 0', () => {
    const half = solutionOf('half', [okTrial('a', 500), okTrial('b', 500)]);
    const better = solutionOf('better', [okTrial('a', 100), okTrial('b', 400)]);
    const failsOnce = solutionOf('fails-once', [okTrial('a', 10), failedTrial('b')]);
    const { rows } = rankResult(resultOf([half, failsOnce, better]), rules);
    expect(rows.map(({ rank, name, failureCount }) => [rank, name, failureCount])).toEqual([
      [1, 'better', 0],
      [2, 'half', 0],
      [3, 'fails-once', 1],
    ]);
    // 1 ms + 1 ms of 1012 ms
    expect(rows[2].score).toBeCloseTo((0.99 * (1 - 2 / 1012)) / 2, 12);
    expect(rows[2].firstFailure).toBe('mismatch on b: value 3: expected 0x0001, got 0x0000');
  });

  it('gives figures of size and speed over the matrices that came back', () => {
    const [row] = rankResult(
      resultOf([solutionOf('one', [okTrial('a', 250), okTrial('b', 750)])]),
      rules,
    ).rows;
    expect(row.ratio).toBe(2);
    expect(row.bitsPerValue).toBe(8);
    expect(row.compressThroughput).toBe(1e6);
    expect(row.coldMs).toBe(5);
  });

  it('has no speed where the clock saw no time pass', () => {
    const trials = ['a', 'b'].map((id) => okTrial(id, 500, { compressMs: [0] }));
    const [row] = rankResult(resultOf([solutionOf('one', trials)]), rules).rows;
    expect([row.compressThroughput, row.decompressThroughput, row.ratio]).toEqual([null, 1e6, 2]);
  });

  it('takes the median of the samples, not their mean', () => {
    const trial = okTrial('a', 500, {
      compressMs: [1, 900, 1],
      decompressMs: [1, 1, 900],
      stages: [0, 0, 0],
    });
    const [row] = rankResult(resultOf([solutionOf('one', [trial, okTrial('b', 500)])]), rules).rows;
    expect(row.score).toBeCloseTo(0.5 * (1 - 2 / 1012), 12);
  });

  it('leaves equal scores in the order of the result', () => {
    const equals = ['late', 'early'].map((name) => solutionOf(name, [okTrial('a', 500), okTrial('b', 500)]));
    expect(rankResult(resultOf(equals), rules).rows.map(({ name }) => name)).toEqual(['late', 'early']);
  });

  it('lists what could not be measured last and without a rank', () => {
    const rejected = {
      ...solutionOf('rejected', []),
      status: { state: 'rejected' as const, message: 'too large' },
    };
    const worthless = solutionOf('worthless', [okTrial('a', 1000), okTrial('b', 1000)]);
    const { rows, scoreToBeat: target } = rankResult(resultOf([rejected, worthless]), rules);
    expect(rows.map(({ rank, name, score }) => [rank, name, score])).toEqual([
      [1, 'worthless', 0],
      [null, 'rejected', 0],
    ]);
    expect(rows[1].firstFailure).toBe('rejected: too large');
    expect(target).toEqual({ score: 0, setBy: 'worthless' });
  });

  it('gives mean scores by kind', () => {
    const { groups } = rankResult(
      resultOf([solutionOf('one', [okTrial('a', 500), okTrial('b', 250)])]),
      rules,
    );
    expect(groups.map(({ group, matrixCount }) => [group, matrixCount])).toEqual([
      ['residual forward', 1],
      ['small-backward', 1],
    ]);
    expect(groups[0].scores[0]).toBeCloseTo(0.5 * (1 - 2 / 1012), 12);
  });

  it('refuses to judge a result by other rules than it was made for', () => {
    expect(() => rankResult(resultOf([solutionOf('one', [])]), findRuleSet('lossy-v2'))).toThrow(
      'rule set of the result: expected lossy-v2, got lossless-v1; rank it by the rules that it was made for, or bench again',
    );
  });
});

describe('scoreToBeat', () => {
  it.each([
    [
      'the top, when there is one',
      { top: { score: 0.5, setBy: 'a' }, baseline: { score: 0.4, setBy: 'b' } },
      0.505,
      'a',
    ],
    ['the baseline, with no holder', { baseline: { score: 0.4, setBy: 'b' } }, 0.404, 'b'],
  ])('is 1.01 times %s', (_, measured, score, setBy) => {
    expect(scoreToBeat(measured)?.score).toBeCloseTo(score, 12);
    expect(scoreToBeat(measured)?.setBy).toBe(setBy);
  });

  it('is null when nothing has been measured on these inputs', () => {
    expect(scoreToBeat({})).toBeNull();
  });
});

describe('mergeResults', () => {
  const at = (startedAt: string, names: string[], change: Partial<Result> = {}): Result => ({
    ...resultOf(names.map((name) => solutionOf(name, [okTrial('a', 500), okTrial('b', 500)]))),
    startedAt,
    ...change,
  });

  it('puts comparable results together and keeps the newer figures of a solution', () => {
    const newer = at('2026-02-02T00:00:00.000Z', ['xx', 'yy']);
    const [merged, ...others] = mergeResults([newer, at('2026-01-01T00:00:00.000Z', ['yy', 'zz'])]);
    expect(others).toEqual([]);
    expect([...merged.sources].map(([name, { startedAt }]) => [name, startedAt]).sort()).toEqual([
      ['xx', newer.startedAt],
      ['yy', newer.startedAt],
      ['zz', '2026-01-01T00:00:00.000Z'],
    ]);
  });

  it('leaves what is said of one run alone to that run', () => {
    const control = { solution: 'xx', trials: [okTrial('a', 500), okTrial('b', 500)] };
    const interference = [{ solution: 'xx', threads: 2, slowDown: 1.1, slowDownLow: 1, slowDownHigh: 1.2 }];
    const one = at('2026-01-01T00:00:00.000Z', ['xx'], { control, interference });
    expect(mergeResults([one])[0].result).toMatchObject({ control, interference });
    const [{ result, sources }] = mergeResults([one, at('2026-02-02T00:00:00.000Z', ['yy'])]);
    expect(result).toMatchObject({ control: null, interference: [] });
    expect(sources.get('xx')).toBe(one);
  });

  it('keeps a run apart that was forced to time several matrices at once', () => {
    const first = at('2026-01-01T00:00:00.000Z', ['xx']);
    const timedBy = (timingThreads: number, timingThreadsFrom: 'option' | 'interference'): Result => ({
      ...first,
      plan: { ...first.plan, timingThreads, timingThreadsFrom },
    });
    const harmless = [timedBy(1, 'option'), timedBy(1, 'interference'), timedBy(4, 'interference')];
    expect(mergeResults(harmless)).toHaveLength(1);
    expect(mergeResults([...harmless, timedBy(2, 'option'), timedBy(4, 'option')])).toHaveLength(3);
  });

  it('keeps results of other machines, matrices or rules apart', () => {
    const first = at('2026-01-01T00:00:00.000Z', ['xx']);
    const otherMachine = { ...first, environment: { ...first.environment, cpu: 'another' } };
    const otherCorpus = { ...first, corpus: { ...first.corpus, sha256: 'f'.repeat(64) } };
    const otherRules = { ...first, rules: 'lossy-v2' };
    expect(mergeResults([first, otherMachine, otherCorpus, otherRules])).toHaveLength(4);
  });
});
