import type { MatrixInfo, Result, SolutionResult } from '@matrix-arena/contract/schemas';
import type { BootstrapOptions } from './bootstrap.ts';
import { assertComparable } from './comparable.ts';
import { groupMatrices } from './groups.ts';
import type { Interval } from './intervals.ts';
import { matrixScores } from './matrix-scores.ts';
import { runOf } from './merge.ts';
import { intervalsOf, pairedReplicates } from './paired.ts';
import { defaultSeed } from './random.ts';
import { assertRules, type RuleSet } from './rule-sets.ts';
import { beatFactor } from './score-to-beat.ts';
import { mean } from './statistics.ts';
import type { SolutionTimings } from './timings.ts';

/** A solution and the result that its figures are from. */
export interface Contender {
  readonly solution: SolutionResult;
  readonly result: Result;
}

/**
 * `beats`: the interval of A / B lies at or above `beatFactor`. `below`: the interval of A - B lies below 0.
 * `not-shown`: neither, whatever the truth is.
 */
export type Verdict = 'beats' | 'below' | 'not-shown';

/** 95 % intervals. */
export interface ComparisonIntervals {
  /** Of A - B. */
  readonly difference: Interval;
  /** Of A / B; an end is infinite where B scores 0 and A does not. Null when B's score is 0. */
  readonly ratio: Interval | null;
}

/** Two solutions on some of the matrices. */
export interface ComparisonPart {
  readonly group: string;
  readonly matrixCount: number;
  /** Mean scores. */
  readonly scoreA: number;
  readonly scoreB: number;
  readonly difference: number;
  /** Null when B's score is 0. */
  readonly ratio: number | null;
  /** From timing noise: what is known of exactly these matrices. */
  readonly onTheseMatrices: ComparisonIntervals;
  /**
   * From timing noise and the choice of matrices: what can be said of others like them. Null with one matrix, which
   * says nothing of others; with a handful the interval is narrower than it should be.
   */
  readonly onMatricesLikeThem: ComparisonIntervals | null;
  readonly verdict: Verdict;
}

export interface Comparison {
  readonly a: string;
  readonly b: string;
  /** Whether both were timed in one run, so that drift which they share cancels. */
  readonly isOneRun: boolean;
  readonly total: ComparisonPart;
  readonly groups: readonly ComparisonPart[];
}

/** Verdicts hang on the ends of intervals, so these are drawn more finely than those of a ranking. */
const defaults: BootstrapOptions = { seed: defaultSeed, replicates: 2000 };

/**
 * Compares two solutions by a bootstrap that is paired over matrices: in each replicate matrices are drawn with
 * replacement, the same for both, then stages, then samples. Stages are the same for both in one run, and drawn
 * apart in two.
 *
 * The verdict rests on the interval over matrices and samples: a competition draws other matrices of the same sort,
 * and who is ahead by luck of the draw has not shown to be better. With one matrix it rests on timing noise alone.
 *
 * @throws ArenaError `conflict` when the results were made by other rules, on other matrices or on another machine
 */
export function compareSolutions(
  a: Contender,
  b: Contender,
  rules: RuleSet,
  options: Partial<BootstrapOptions> = {},
): Comparison {
  assertComparable(a.result, b.result);
  assertRules(a.result.rules, rules);
  const { matrices } = a.result.corpus;
  const timings = [a, b].map(({ solution, result }) => ({ trials: solution.trials, run: runOf(result) }));
  const compare = (group: string, members: readonly MatrixInfo[]): ComparisonPart =>
    comparePart(group, members, timings, rules, { ...defaults, ...options });
  return {
    a: a.solution.manifest.name,
    b: b.solution.manifest.name,
    isOneRun: runOf(a.result) === runOf(b.result),
    total: compare('all', matrices),
    groups: groupMatrices(matrices).map(({ group, matrices: members }) => compare(group, members)),
  };
}

function comparePart(
  group: string,
  matrices: readonly MatrixInfo[],
  solutions: readonly SolutionTimings[],
  rules: RuleSet,
  options: BootstrapOptions,
): ComparisonPart {
  const [scoreA, scoreB] = solutions.map((one) => mean([...matrixScores(one, matrices, rules).values()]));
  const { these, others } = pairedReplicates({ matrices, solutions }, rules, options);
  const isOne = matrices.length === 1;
  const withoutRatio = scoreB === 0 ? { ratio: null } : {};
  return {
    group,
    matrixCount: matrices.length,
    scoreA,
    scoreB,
    difference: scoreA - scoreB,
    ratio: scoreB === 0 ? null : scoreA / scoreB,
    onTheseMatrices: { ...intervalsOf(these), ...withoutRatio },
    onMatricesLikeThem: isOne ? null : { ...intervalsOf(others), ...withoutRatio },
    verdict: verdictOf(intervalsOf(isOne ? these : others)),
  };
}

function verdictOf({ difference, ratio }: { difference: Interval; ratio: Interval }): Verdict {
  if (ratio.low >= beatFactor) return 'beats';
  return difference.high < 0 ? 'below' : 'not-shown';
}
