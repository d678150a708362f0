import type { Result, SolutionResult } from '@matrix-arena/contract/schemas';
import { type BootstrapOptions, defaultBootstrap, meanScoreReplicates } from './bootstrap.ts';
import { assertComparable } from './comparable.ts';
import {
  contains,
  differenceInterval,
  type Interval,
  type ScoreInterval,
  scoreIntervals,
} from './intervals.ts';
import { assertRules, type RuleSet } from './rule-sets.ts';

/** One solution in two runs on the same matrices. */
export interface Repetition {
  readonly name: string;
  /** Whether both runs ran the same code; if not, a difference need not be noise. */
  readonly isSameCode: boolean;
  /** As each run by itself would have it. */
  readonly first: ScoreInterval;
  readonly second: ScoreInterval;
  /** Score of the first run minus that of the second, with its 95 % interval from the timing noise of both. */
  readonly difference: number;
  readonly differenceInterval: Interval;
  /** Whether that interval contains 0. Of twenty solutions that did not change, one is expected to fail this. */
  readonly agrees: boolean;
}

/**
 * What two runs say of each solution that both have, in the order of the first. Stages of two runs have nothing in
 * common and are drawn apart; drift that lasts longer than a run is in no interval.
 *
 * @throws ArenaError `conflict` when the results were made by other rules, on other matrices or on another machine
 */
export function compareRuns(
  first: Result,
  second: Result,
  rules: RuleSet,
  options: Partial<BootstrapOptions> = {},
): Repetition[] {
  assertComparable(first, second);
  assertRules(first.rules, rules);
  const { matrices } = first.corpus;
  const replicates = meanScoreReplicates(
    { matrices, solutions: [...ofRun('first', first), ...ofRun('second', second)] },
    rules,
    { ...defaultBootstrap, ...options },
  );
  const [scoresFirst, scoresSecond] = [first, second].map(({ solutions }) =>
    scoreIntervals({ matrices, solutions }, rules, options),
  );
  const names = second.solutions.map(({ manifest }) => manifest.name);
  return first.solutions.flatMap(({ manifest: { name }, bundleSha256 }, index) => {
    const other = names.indexOf(name);
    if (other === -1) return [];
    const interval = differenceInterval(replicates[index], replicates[first.solutions.length + other]);
    return {
      name,
      isSameCode: bundleSha256 === second.solutions[other].bundleSha256,
      first: scoresFirst[index],
      second: scoresSecond[other],
      difference: scoresFirst[index].score - scoresSecond[other].score,
      differenceInterval: interval,
      agrees: contains(interval, 0),
    };
  });
}

function ofRun(run: string, { solutions }: Result): { run: string; trials: SolutionResult['trials'] }[] {
  return solutions.map(({ trials }) => ({ run, trials }));
}
