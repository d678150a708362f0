import { isArenaError } from '@matrix-arena/contract';
import type { Result, SolutionResult } from '@matrix-arena/contract/schemas';
import { beatFactor, compareRuns, findRuleSet } from '@matrix-arena/scoring';
import { solutionIn } from './standing.ts';

/** What a run that was made again says of an earlier one. */
export interface RecordCheck {
  /** Why the earlier one cannot be believed. */
  readonly reasons: readonly string[];
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/**
 * Drift that lasts longer than a run is in no interval. What is less than the rules call better than another is no reason
 * to doubt a record.
 */
const toleratedShare = beatFactor - 1;

/**
 * Compares a solution's record with a run on the same matrices, if these are there: code and frames have to be the same;
 * the score may not be shown to be lower. One that is higher is nobody's harm. Times of another machine, or of one that was
 * busy, say nothing, and are left out.
 */
export function compareRecord(record: Result, rerun: Result, name: string): RecordCheck {
  const [before, now] = [solutionIn(record, name), solutionIn(rerun, name)];
  if (before === undefined || now === undefined) return { reasons: [`the record has no ${name}`], notes: [] };
  const reasons = [...codeReasons(before, now), ...frameReasons(before, now)];
  if (reasons.length === 0 && record.corpus.sha256 !== rerun.corpus.sha256)
    return { reasons, notes: ['the score of the record was not measured again, for want of its matrices'] };
  // Its own failures are told by whoever made the run.
  if (reasons.length > 0 || now.status.state !== 'measured') return { reasons, notes: [] };
  return timeCheck(record, rerun, name);
}

function codeReasons(before: SolutionResult, now: SolutionResult): string[] {
  if (before.bundleSha256 === now.bundleSha256) return [];
  return [`its code is not what was scored: expected sha256 ${before.bundleSha256}, got ${now.bundleSha256}`];
}

function frameReasons(before: SolutionResult, now: SolutionResult): string[] {
  const trials = new Map(now.trials.map((trial) => [trial.matrix, trial]));
  const differing = before.trials.flatMap((trial) => {
    const other = trials.get(trial.matrix);
    if (trial.outcome !== 'ok' || other?.outcome !== 'ok' || other.frameSha256 === trial.frameSha256)
      return [];
    return [`${trial.matrix}: expected ${trial.compressedBytes} bytes, got ${other.compressedBytes}`];
  });
  if (differing.length === 0) return [];
  return [`${differing.length} frames are not those that were scored, first ${differing[0]}`];
}

function timeCheck(record: Result, rerun: Result, name: string): RecordCheck {
  const [busy] = rerun.environment.warnings;
  if (busy !== undefined) return sizesOnly(busy);
  try {
    const runs = compareRuns(record, rerun, findRuleSet(record.rules));
    const [{ first, second, differenceInterval }] = runs.filter((one) => one.name === name);
    const texts = [first, second].map(({ score }) => score.toFixed(4));
    const isLower = differenceInterval.low > toleratedShare * first.score;
    return isLower
      ? { reasons: [`its score is not reached again: expected ${texts[0]}, got ${texts[1]}`], notes: [] }
      : { reasons: [], notes: [`scored ${texts[1]} again, and ${texts[0]} in the record`] };
  } catch (error) {
    if (!isArenaError(error, 'conflict')) throw error;
    return sizesOnly(`${error.what} differs: expected ${error.expected}, got ${error.got}`);
  }
}

function sizesOnly(reason: string): RecordCheck {
  return { reasons: [], notes: [`compared with the record by frames and sizes alone: ${reason}`] };
}
