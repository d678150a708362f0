import { type BootstrapOptions, defaultBootstrap, meanScoreReplicates } from './bootstrap.ts';
import { matrixScores } from './matrix-scores.ts';
import type { RuleSet } from './rule-sets.ts';
import { mean } from './statistics.ts';
import type { Timings } from './timings.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A mean score and how far timing noise leaves it open, the matrices being what they are. */
export interface ScoreInterval extends Interval {
  readonly score: number;
  /** Half of the interval as a share of the score; 0 when nothing is open, infinite at a score of 0. */
  readonly relativeHalfWidth: number;
}

/** Probability that lies outside of an interval, at each end. */
const tail = 0.025;

/**
 * 95 % percentile interval: the k-th smallest and the k-th largest of R replicates, k = 0.025 (R + 1) rounded down
 * (Davison and Hinkley 1997, section 5.3). Turning the sign of all replicates turns the interval round.
 */
export function percentileInterval(replicates: Float64Array): Interval {
  const sorted = replicates.toSorted();
  const index = Math.max(1, Math.floor(tail * (sorted.length + 1))) - 1;
  return { low: sorted[index], high: sorted[sorted.length - 1 - index] };
}

/** Interval of the mean of `a` minus that of `b`, replicate by replicate. */
export function differenceInterval(a: Float64Array, b: Float64Array): Interval {
  return percentileInterval(a.map((score, replicate) => score - b[replicate]));
}

export function contains({ low, high }: Interval, value: number): boolean {
  return low <= value && value <= high;
}

/**
 * Mean score of each solution over all matrices, with its 95 % interval from timing noise, in the order given.
 *
 * @throws ArenaError `bad-format` when samples lack a time or a stage
 */
export function scoreIntervals(
  timings: Timings,
  rules: RuleSet,
  options: Partial<BootstrapOptions> = {},
): ScoreInterval[] {
  const replicates = meanScoreReplicates(timings, rules, { ...defaultBootstrap, ...options });
  return timings.solutions.map((solution, index) => {
    const score = mean([...matrixScores(solution, timings.matrices, rules).values()]);
    return scoreInterval(score, replicates[index]);
  });
}

export function scoreInterval(score: number, replicates: Float64Array): ScoreInterval {
  const { low, high } = percentileInterval(replicates);
  const halfWidth = (high - low) / 2;
  return { score, low, high, relativeHalfWidth: halfWidth === 0 ? 0 : halfWidth / score };
}
