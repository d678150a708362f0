import type { Result } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { findRuleSet, mergeResults, noiseFloor, rankResult, scoreIntervals } from '../src/index.ts';
import { failedTrial, matricesOf, okTrial, resultOf, solutionOf } from './results.ts';
import { driftOf, type Noise, normals, simulate } from './simulate.ts';

const rules = findRuleSet('lossless-v1');
const matrices = matricesOf(6);
const noise: Noise = { stages: 6, samplesPerStage: 4, drift: 0.1, jitter: 0.01 };

/** Solutions `first`, `second`, … that take so long, timed in the same stages of one run. */
function runOf(trueTimesMs: readonly number[], seed = 1): Result {
  const normal = normals(seed);
  const drift = driftOf(noise, normal);
  const solutions = trueTimesMs.map((trueMs, index) =>
    solutionOf(
      ['first', 'second', 'third'][index],
      simulate(matrices, { compressedBytes: 500, trueMs }, noise, drift, normal),
    ),
  );
  return { ...resultOf(solutions, matrices), startedAt: `2026-01-0${seed}T00:00:00.000Z` };
}

describe('ties', () => {
  it('are rows that noise does not part from the one above', () => {
    const { rows } = rankResult(runOf([50, 50, 60]), rules);
    expect(rows.map(({ rank, isTied }) => [rank, isTied])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect(rows[2].name).toBe('third');
    expect(rankResult(runOf([50, 60, 60]), rules).rows.map(({ isTied }) => isTied)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('come from differences in the same stages: drift that both share does not tie them', () => {
    const one = runOf([50, 52]);
    const [first, second] = rankResult(one, rules).rows;
    expect(second.scoreHigh).toBeGreaterThan(first.scoreLow);
    expect(second.isTied).toBe(false);
    const sources = new Map([
      ['first', one],
      ['second', { ...one, startedAt: '2026-02-01T00:00:00.000Z' }],
    ]);
    expect(rankResult(one, rules, { sources }).rows[1].isTied).toBe(true);
  });

  it('are not made by what could not be measured', () => {
    const failing = solutionOf('failing', [failedTrial('a'), failedTrial('b')]);
    const alsoFailing = solutionOf('also-failing', [failedTrial('a'), failedTrial('b')]);
    const worthless = solutionOf('worthless', [okTrial('a', 1000), okTrial('b', 1000)]);
    const { rows } = rankResult(resultOf([failing, alsoFailing, worthless]), rules);
    expect(rows.map(({ rank, isTied }) => [rank, isTied])).toEqual([
      [1, false],
      [null, false],
      [null, false],
    ]);
  });

  it('come with the interval that scoreIntervals gives', () => {
    const result = runOf([50, 60]);
    const intervals = scoreIntervals({ matrices, solutions: result.solutions }, rules, { seed: 7 });
    const { rows } = rankResult(result, rules, { seed: 7 });
    expect(rows.map(({ scoreLow, scoreHigh }) => [scoreLow, scoreHigh])).toEqual(
      intervals.map(({ low, high }) => [low, high]),
    );
  });

  it('of merged results are judged run by run', () => {
    const [{ result, sources }] = mergeResults([runOf([50, 52], 1), runOf([50, 52, 90], 2)]);
    expect(rankResult(result, rules, { sources }).rows.map(({ isTied }) => isTied)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('noiseFloor', () => {
  const timed = (compressedBytes: number) => [okTrial('a', compressedBytes), okTrial('b', compressedBytes)];

  it('is the gap between a solution and its second timing', () => {
    const result = resultOf([solutionOf('other', timed(900)), solutionOf('one', timed(500))]);
    const control = { solution: 'one', trials: timed(495) };
    const floor = noiseFloor({ ...result, control }, rules);
    expect(floor?.solution).toBe('one');
    expect(floor?.difference).toBeCloseTo(0.005 * (1 - 2 / 1012), 12);
    expect(floor?.relativeDifference).toBeCloseTo(0.01, 12);
  });

  it('has no relative gap at a score of 0, and is null without a control', () => {
    const result = resultOf([solutionOf('one', timed(1000))]);
    expect(noiseFloor({ ...result, control: { solution: 'one', trials: timed(500) } }, rules)).toMatchObject({
      relativeDifference: null,
    });
    expect(noiseFloor(result, rules)).toBeNull();
  });
});
