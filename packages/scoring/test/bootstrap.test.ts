import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanScoreReplicates } from '../src/bootstrap.ts';
import { findRuleSet, median, type SolutionTimings, type TimedTrial, type Timings } from '../src/index.ts';
import { type Draw, seededDraw } from '../src/random.ts';
import { elapsedSampler } from '../src/resample.ts';
import { failedTrial, matricesOf, okTrial } from './results.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);
const rules = findRuleSet('lossless-v1');

const sample = fc.record({
  compressMs: fc.double({ min: 0, max: 500, noNaN: true }),
  decompressMs: fc.constantFrom(1, 2, 3, 250),
  stage: fc.nat(4),
});
const trial = (matrix: string): fc.Arbitrary<SolutionTimings['trials'][number]> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(failedTrial(matrix)) },
    {
      weight: 5,
      arbitrary: fc.array(sample, { minLength: 1, maxLength: 12 }).map((samples) =>
        okTrial(matrix, 400, {
          compressMs: samples.map(({ compressMs }) => compressMs),
          decompressMs: samples.map(({ decompressMs }) => decompressMs),
          stages: samples.map(({ stage }) => stage),
        }),
      ),
    },
  );
const matrices = matricesOf(3);
const timings: fc.Arbitrary<Timings> = fc
  .array(
    fc.record({ trials: fc.tuple(...matrices.map(({ id }) => trial(id))), run: fc.constantFrom('x', 'y') }),
    { minLength: 1, maxLength: 4 },
  )
  .map((solutions) => ({ matrices, solutions }));

/** The same bootstrap as it would be told: lists of samples, drawn one by one and sorted anew each time. */
function slowReplicate({ solutions }: Timings, draw: Draw): number[] {
  const drawn = new Map<string | undefined, number[]>();
  const isOk = (one: { outcome: string }): one is TimedTrial => one.outcome === 'ok';
  for (const run of new Set(solutions.map((one) => one.run))) {
    const trials = solutions.filter((one) => one.run === run).flatMap((one) => one.trials);
    const stages = [...new Set(trials.filter(isOk).flatMap((one) => one.stages))].sort();
    drawn.set(
      run,
      stages.map(() => stages[draw(stages.length)]),
    );
  }
  return solutions.map(({ trials, run }) => {
    const scores = matrices.map(({ id, originalBytes }) => {
      const ok = trials.filter(isOk).find((one) => one.matrix === id);
      if (ok === undefined) return 0;
      const samples = (drawn.get(run) ?? []).filter((stage) => ok.stages.includes(stage));
      const used = samples.length > 0 ? samples : [...new Set(ok.stages)].sort();
      const picked = used.flatMap((stage) => {
        const own = [...ok.stages.keys()].filter((index) => ok.stages[index] === stage);
        return own.map(() => own[draw(own.length)]);
      });
      const elapsedMs =
        median(picked.map((index) => ok.compressMs[index])) +
        median(picked.map((index) => ok.decompressMs[index]));
      return rules.score({ originalBytes, compressedBytes: 400, similarity: 1, elapsedMs });
    });
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  });
}

describe('meanScoreReplicates', () => {
  it('draws what a slow bootstrap draws, for any samples, stages, failures and runs', () => {
    const equalsSlow = fc.property(timings, fc.nat(), (given, drawSeed) => {
      const fast = meanScoreReplicates(given, rules, { seed: drawSeed, replicates: 4 });
      const draw = seededDraw(drawSeed);
      for (let replicate = 0; replicate < 4; replicate++) {
        expect(fast.map((means) => means[replicate])).toEqual(slowReplicate(given, draw));
      }
    });
    fc.assert(equalsSlow, { seed, numRuns: 300 });
  });

  it('draws the same stages for all solutions of a run, and others for another run', () => {
    // Samples of a stage are alike, so that a score tells which stages were drawn.
    const byStage = (run: string) => ({
      run,
      trials: [
        okTrial('m', 0, {
          compressMs: [0, 100, 200, 300, 400],
          decompressMs: [0, 0, 0, 0, 0],
          stages: [0, 1, 2, 3, 4],
        }),
      ],
    });
    const [a, b, other] = meanScoreReplicates(
      { matrices: [{ id: 'm', originalBytes: 1 }], solutions: [byStage('x'), byStage('x'), byStage('y')] },
      rules,
      { seed, replicates: 100 },
    );
    expect(a).toEqual(b);
    expect(new Set(a).size).toBeGreaterThan(2);
    expect(a).not.toEqual(other);
  });

  it('keeps compress and decompress of a pass together', () => {
    // The two times of a pass add up to 100 ms; any other pairing gives other sums somewhere.
    const trials = [
      okTrial('m', 0, { compressMs: [10, 50, 90], decompressMs: [90, 50, 10], stages: [0, 0, 0] }),
    ];
    const [scores] = meanScoreReplicates(
      { matrices: [{ id: 'm', originalBytes: 1 }], solutions: [{ trials }] },
      rules,
      { seed, replicates: 200 },
    );
    for (const score of scores) expect(score).toBeCloseTo(1 - 100 / 1012, 12);
  });
});

describe('elapsedSampler', () => {
  /** P(X >= successes) for X of a binomial distribution. */
  function binomialTail(trials: number, probability: number, successes: number): number {
    let choose = 1;
    let tail = 0;
    for (let k = 0; k <= trials; k++) {
      if (k >= successes) tail += choose * probability ** k * (1 - probability) ** (trials - k);
      choose *= (trials - k) / (k + 1);
    }
    return tail;
  }

  it('gives medians as often as the exact distribution of the resampled median has them', () => {
    // Of 9 distinct times the median of 9 draws is at most the k-th when 5 draws are: binomial with k / 9.
    const count = 9;
    const compressMs = [30, 90, 10, 70, 50, 20, 80, 40, 60];
    const zeros = new Array<number>(count).fill(0);
    const trial = okTrial('m', 1, { compressMs, decompressMs: zeros, stages: zeros });
    const drawElapsedMs = elapsedSampler(trial, [0], seededDraw(seed));
    const replicates = 20_000;
    const drawn = Array.from({ length: replicates }, () => drawElapsedMs(Int32Array.of(0)));
    for (let k = 1; k < count; k++) {
      const share = drawn.filter((ms) => ms <= 10 * k).length / replicates;
      // 4.5 standard errors at most
      expect(Math.abs(share - binomialTail(count, k / count, 5))).toBeLessThan(0.016);
    }
  });

  it('refuses samples that lack a time or a stage', () => {
    const trial = okTrial('m', 1, { compressMs: [1, 2], decompressMs: [1, 2], stages: [0] });
    expect(() => elapsedSampler(trial, [0], seededDraw(seed))).toThrow(
      'samples of m: expected as many compress times as decompress times and stages, one at least, got 2, 2, 1',
    );
  });
});
