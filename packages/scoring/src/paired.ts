import { type BootstrapOptions, scoreSampler } from './bootstrap.ts';
import { differenceInterval, type Interval, percentileInterval } from './intervals.ts';
import { seededDraw } from './random.ts';
import type { RuleSet } from './rule-sets.ts';
import type { Timings } from './timings.ts';

/** Mean scores of A and B, one entry per replicate. */
export type Pair = readonly [a: Float64Array, b: Float64Array];

/**
 * Replicates of two solutions over the samples of the given matrices (`these`), and over matrices drawn from them as
 * well (`others`). Both solutions have the same matrices in a replicate, and the same stages if they are of one run.
 */
export function pairedReplicates(
  timings: Timings,
  rules: RuleSet,
  { seed, replicates }: BootstrapOptions,
): { these: Pair; others: Pair } {
  const draw = seededDraw(seed);
  const { drawStages, drawScore } = scoreSampler(timings, rules, draw);
  const matrixCount = timings.matrices.length;
  const emptyPair = (): Pair => [new Float64Array(replicates), new Float64Array(replicates)];
  const these = emptyPair();
  const others = emptyPair();
  const add = ([a, b]: Pair, replicate: number, matrix: number): void => {
    a[replicate] += drawScore(0, matrix) / matrixCount;
    b[replicate] += drawScore(1, matrix) / matrixCount;
  };
  for (let replicate = 0; replicate < replicates; replicate++) {
    drawStages();
    for (let matrix = 0; matrix < matrixCount; matrix++) {
      add(these, replicate, matrix);
      add(others, replicate, draw(matrixCount));
    }
  }
  return { these, others };
}

/** 95 % intervals of A - B and A / B; an end of the ratio is infinite where B has nothing and A has something. */
export function intervalsOf([a, b]: Pair): { difference: Interval; ratio: Interval } {
  const ratios = a.map((score, replicate) => quotient(score, b[replicate]));
  return { difference: differenceInterval(a, b), ratio: percentileInterval(ratios) };
}

/** Two scores of 0 are equal. */
function quotient(a: number, b: number): number {
  return a === b ? 1 : a / b;
}
