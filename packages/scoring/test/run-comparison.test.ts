import type { Result } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { compareRuns, findRuleSet, scoreIntervals } from '../src/index.ts';
import { matricesOf, resultOf, solutionOf } from './results.ts';
import { driftOf, type Noise, normals, simulate } from './simulate.ts';

const rules = findRuleSet('lossless-v1');
const matrices = matricesOf(6);
const ordinary: Noise = { stages: 10, samplesPerStage: 3, drift: 0.01, jitter: 0.03 };

/** A run of solutions that take so long, by name. */
function run(seed: number, trueTimesMs: Readonly<Record<string, number>>, noise: Noise = ordinary): Result {
  const normal = normals(seed);
  const drift = driftOf(noise, normal);
  const solutions = Object.entries(trueTimesMs).map(([name, trueMs]) =>
    solutionOf(name, simulate(matrices, { compressedBytes: 500, trueMs }, noise, drift, normal)),
  );
  return { ...resultOf(solutions, matrices), startedAt: `2026-01-01T00:00:00.${100 + seed}Z` };
}

describe('compareRuns', () => {
  it('compares each solution that both runs have, by name', () => {
    const [first, second] = [run(1, { aa: 20, bb: 30, cc: 40 }), run(2, { cc: 40, dd: 10, aa: 20 })];
    const repetitions = compareRuns(first, second, rules, { seed: 4 });
    expect(repetitions.map(({ name }) => name)).toEqual(['aa', 'cc']);
    const intervals = scoreIntervals({ matrices, solutions: second.solutions }, rules, { seed: 4 });
    expect(repetitions.map((one) => one.second)).toEqual([intervals[2], intervals[0]]);
    for (const { first: a, second: b, difference, differenceInterval, agrees } of repetitions) {
      expect(difference).toBe(a.score - b.score);
      expect(differenceInterval.low).toBeLessThan(difference);
      expect(differenceInterval.high).toBeGreaterThan(difference);
      expect(agrees).toBe(true);
    }
  });

  it('finds that runs of the same solution agree in 90 to 99 % of the cases', () => {
    const pairs = 200;
    const agreeing = Array.from({ length: pairs }, (_, pair) =>
      compareRuns(run(2 * pair, { aa: 30 }), run(2 * pair + 1, { aa: 30 }), rules, { replicates: 400 }),
    ).filter(([{ agrees }]) => agrees).length;
    expect(agreeing / pairs).toBeGreaterThanOrEqual(0.9);
    expect(agreeing / pairs).toBeLessThanOrEqual(0.99);
  });

  it('finds that a slower run differs, and whether it ran other code', () => {
    const [first, second] = [run(1, { aa: 20 }), run(2, { aa: 40 })];
    expect(compareRuns(first, second, rules)[0]).toMatchObject({ agrees: false, isSameCode: true });
    const [solution] = second.solutions;
    const other = { ...second, solutions: [{ ...solution, bundleSha256: 'a'.repeat(64) }] };
    expect(compareRuns(first, other, rules)[0]).toMatchObject({ agrees: false, isSameCode: false });
  });

  it('draws the stages of the two runs apart, even if both have the very same samples', () => {
    // All samples of a stage are alike, so that nothing but the stages can differ.
    const one = run(1, { aa: 20 }, { ...ordinary, jitter: 0 });
    const [{ differenceInterval: apart, difference }] = compareRuns(one, { ...one }, rules);
    expect(difference).toBe(0);
    expect(apart.low).toBeLessThan(0);
    expect(apart.high).toBeGreaterThan(0);
  });

  it('refuses runs that cannot be compared', () => {
    const one = run(1, { aa: 20 });
    expect(() => compareRuns(one, { ...one, rules: 'lossy-v2' }, rules)).toThrow('rule set of the second');
  });
});
