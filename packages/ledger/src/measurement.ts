import { ArenaError } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { findRuleSet, median, type RankingRow, rankResult } from '@matrix-arena/scoring';
import type { BaselineMeasurement } from './baseline.ts';
import type { Failure, MeasuredTrial, Measurement } from './outcomes.ts';

/** What a run says of one solution, in the form that the ledger takes. */
export type Outcome =
  | { readonly outcome: 'scored'; readonly measurement: Measurement }
  | { readonly outcome: 'rejected'; readonly failure: Failure }
  | { readonly outcome: 'failed'; readonly failure: Failure };

/**
 * Takes one solution out of the result of a run: `recordScore`, `reject` and `fail` take what it gives.
 *
 * @throws ArenaError `not-found` when the run had no such solution
 */
export function outcomeOf(result: Result, solution: string): Outcome {
  const found = solutionOf(result, solution);
  const { status } = found;
  if (status.state !== 'measured') {
    const failure = { kind: status.state, message: status.message, fields: {} };
    return status.state === 'rejected' ? { outcome: 'rejected', failure } : { outcome: 'failed', failure };
  }
  const row = rankingRow(result, solution);
  const trials = found.trials.map((trial): MeasuredTrial => {
    const { matrix, outcome } = trial;
    if (outcome !== 'ok') return { matrix, outcome };
    return {
      matrix,
      outcome,
      compressedBytes: trial.compressedBytes,
      compressMs: median(trial.compressMs),
      decompressMs: median(trial.decompressMs),
      score: row.matrixScores.get(matrix) ?? 0,
    };
  });
  const { ratio, bitsPerValue, compressThroughput, decompressThroughput, coldMs, codeBytes } = row;
  const figures = { ratio, bitsPerValue, compressThroughput, decompressThroughput, coldMs, codeBytes };
  return {
    outcome: 'scored',
    measurement: { ...scoreOf(result, row), ...figures, evaluationMs: result.elapsedMs, trials },
  };
}

/**
 * The same for the baseline: `recordBaseline` takes what it gives.
 *
 * @throws ArenaError `not-found` when the run had no such solution
 */
export function baselineOf(result: Result, solution: string): BaselineMeasurement {
  solutionOf(result, solution);
  const row = rankingRow(result, solution);
  return { ...scoreOf(result, row), matrixScores: Object.fromEntries(row.matrixScores) };
}

function solutionOf({ solutions }: Result, name: string): Result['solutions'][number] {
  const found = solutions.find(({ manifest }) => manifest.name === name);
  if (found !== undefined) return found;
  throw new ArenaError('not-found', {
    what: 'solution of the result',
    expected: `one of ${solutions.map(({ manifest }) => manifest.name).join(', ')}`,
    got: name,
    hint: 'choose one of them',
  });
}

function rankingRow(result: Result, solution: string): RankingRow {
  const { rows } = rankResult(result, findRuleSet(result.rules));
  return rows.find(({ name }) => name === solution) as RankingRow;
}

/** Replicates may all lie on one side of a score that nothing varies: rounding must not put it outside. */
function scoreOf(result: Result, { score, scoreLow, scoreHigh }: RankingRow) {
  return {
    rules: result.rules,
    corpusSha256: result.corpus.sha256,
    score,
    low: Math.min(score, scoreLow),
    high: Math.max(score, scoreHigh),
  };
}
