import { describe, expect, it } from 'vitest';
import { findRuleSet, scoreIntervals } from '../src/index.ts';
import { percentileInterval } from '../src/intervals.ts';
import { failedTrial, matricesOf, okTrial } from './results.ts';
import { driftOf, type Noise, normals, simulate } from './simulate.ts';

const rules = findRuleSet('lossless-v1');
const matrices = matricesOf(6);
const solution = { compressedBytes: 500, trueMs: 20 };
const trueScore = 0.5 * (1 - 40 / 1012);

describe('percentileInterval', () => {
  it('leaves 25 of 1000 replicates out at each end, in whatever order', () => {
    const replicates = Float64Array.from({ length: 1000 }, (_, i) => ((7 * i) % 1000) + 1);
    expect(percentileInterval(replicates)).toEqual({ low: 25, high: 976 });
    expect(percentileInterval(replicates.map((x) => -x))).toEqual({ low: -976, high: -25 });
  });

  it('spans everything when there are few', () => {
    expect(percentileInterval(Float64Array.of(3, 1, 2))).toEqual({ low: 1, high: 3 });
  });
});

describe('scoreIntervals', () => {
  const noise: Noise = { stages: 8, samplesPerStage: 4, drift: 0.01, jitter: 0.03 };
  const simulated = (seed: number, given: Noise = noise) => {
    const normal = normals(seed);
    return simulate(matrices, solution, given, driftOf(given, normal), normal);
  };

  it('contains the true score in 90 to 99 % of simulated runs', () => {
    const runs = 200;
    const hits = Array.from({ length: runs }, (_, seed) => {
      const [{ low, high }] = scoreIntervals({ matrices, solutions: [{ trials: simulated(seed) }] }, rules, {
        seed,
        replicates: 400,
      });
      return low <= trueScore && trueScore <= high;
    }).filter(Boolean).length;
    expect(hits / runs).toBeGreaterThanOrEqual(0.9);
    expect(hits / runs).toBeLessThanOrEqual(0.99);
  });

  it('shrinks with the square root of the number of stages', () => {
    const width = (stages: number): number => {
      const many = Array.from({ length: 20 }, (_, seed) => ({
        trials: simulated(seed, { ...noise, stages }),
        run: String(seed),
      }));
      const intervals = scoreIntervals({ matrices, solutions: many }, rules, { replicates: 400 });
      return intervals.reduce((sum, { low, high }) => sum + high - low, 0);
    };
    expect(width(8) / width(32)).toBeGreaterThan(1.6);
    expect(width(8) / width(32)).toBeLessThan(2.4);
  });

  it('is wider when samples of a stage are alike than when the same samples are of one stage', () => {
    const drifting = simulated(1, { ...noise, drift: 0.05, jitter: 0.005 });
    const asOneStage = drifting.map((trial) => ({ ...trial, stages: trial.stages.map(() => 0) }));
    const [asTaken, asOne] = [drifting, asOneStage].map(
      (trials) => scoreIntervals({ matrices, solutions: [{ trials }] }, rules)[0].relativeHalfWidth,
    );
    expect(asTaken).toBeGreaterThan(2 * asOne);
  });

  it('follows from the seed', () => {
    const timings = { matrices, solutions: [{ trials: simulated(3) }] };
    expect(scoreIntervals(timings, rules, { seed: 5 })).toEqual(scoreIntervals(timings, rules, { seed: 5 }));
    expect(scoreIntervals(timings, rules)).toEqual(scoreIntervals(timings, rules));
    expect(scoreIntervals(timings, rules, { seed: 5 })).not.toEqual(
      scoreIntervals(timings, rules, { seed: 6 }),
    );
  });

  it('counts a matrix that failed, or is not there yet, as 0', () => {
    const [a, b, c, d, ...rest] = simulated(4);
    const whole = scoreIntervals({ matrices, solutions: [{ trials: [a, b, c, d, ...rest] }] }, rules)[0];
    const solutions = [{ trials: [a, b, c, failedTrial(d.matrix)] }, { trials: [] }];
    const [half, nothing] = scoreIntervals({ matrices, solutions }, rules);
    expect(half.score).toBeCloseTo(whole.score / 2, 2);
    expect(half.high).toBeLessThan(0.6 * whole.low);
    expect(nothing).toEqual({ score: 0, low: 0, high: 0, relativeHalfWidth: 0 });
  });

  it('has no width without noise, and no relative one at a score of 0', () => {
    const calm = matrices.map(({ id }) => okTrial(id, 500));
    const [{ score, low, high, relativeHalfWidth }] = scoreIntervals(
      { matrices, solutions: [{ trials: calm }] },
      rules,
    );
    expect([low, high, relativeHalfWidth]).toEqual([score, score, 0]);
    // Half of the samples are too slow to score at all, and the median of all is just too slow.
    const trial = okTrial('m', 0, {
      compressMs: [1, 1, 2000, 2000, 2000],
      decompressMs: [0, 0, 0, 0, 0],
      stages: [0, 0, 0, 0, 0],
    });
    const [atZero] = scoreIntervals(
      { matrices: [{ id: 'm', originalBytes: 1 }], solutions: [{ trials: [trial] }] },
      rules,
    );
    expect([atZero.score, atZero.relativeHalfWidth]).toEqual([0, Number.POSITIVE_INFINITY]);
  });
});
