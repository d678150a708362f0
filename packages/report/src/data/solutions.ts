import type { MatrixInfo, SolutionResult } from '@matrix-arena/contract/schemas';
import type { MergedResult, Ranking, RankingRow } from '@matrix-arena/scoring';
import { doneOf, sizeAndSpeed } from './size-and-speed.ts';
import { trialSummary } from './trials.ts';
import type { SolutionSummary } from './types.ts';

/** The rows of a ranking, with everything that was measured of each solution. */
export function solutionSummaries({ result, sources }: MergedResult, ranking: Ranking): SolutionSummary[] {
  const byName = new Map(result.solutions.map((solution) => [solution.manifest.name, solution]));
  return ranking.rows.flatMap((row) => {
    const solution = byName.get(row.name);
    const source = sources.get(row.name) ?? result;
    return solution === undefined ? [] : summaryOf(row, solution, result.corpus.matrices, source.startedAt);
  });
}

function summaryOf(
  row: RankingRow,
  { manifest, bundleSha256, status, findings, trials }: SolutionResult,
  matrices: readonly MatrixInfo[],
  measuredAt: string,
): SolutionSummary {
  const byMatrix = new Map(trials.map((trial) => [trial.matrix, trial]));
  const done = matrices.flatMap((matrix) => {
    const trial = byMatrix.get(matrix.id);
    return trial?.outcome === 'ok' ? doneOf(matrix, trial) : [];
  });
  const isMeasured = status.state === 'measured';
  return {
    name: row.name,
    version: row.version,
    description: manifest.description,
    rank: row.rank,
    isTied: row.isTied,
    score: row.score,
    scoreLow: row.scoreLow,
    scoreHigh: row.scoreHigh,
    ratio: row.ratio,
    bitsPerValue: row.bitsPerValue,
    compressThroughput: row.compressThroughput,
    decompressThroughput: row.decompressThroughput,
    throughput: sizeAndSpeed(done).throughput,
    coldMs: row.coldMs,
    memoryPeakBytes: isMeasured ? status.memoryPeakBytes : null,
    codeBytes: row.codeBytes,
    bundleSha256,
    measuredAt,
    state: status.state,
    stateMessage: isMeasured ? null : status.message,
    sampledUntil: isMeasured ? status.sampledUntil : null,
    failureCount: row.failureCount,
    findings,
    trials: matrices.map((matrix) => {
      const trial = byMatrix.get(matrix.id);
      return trial === undefined ? null : trialSummary(matrix, trial, row.matrixScores.get(matrix.id) ?? 0);
    }),
  };
}
