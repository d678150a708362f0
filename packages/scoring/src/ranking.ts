import { ArenaError, bitsPerValue, elementCount, ratio, throughput } from '@matrix-arena/contract';
import type { MatrixInfo, Result, SolutionResult, Trial } from '@matrix-arena/contract/schemas';
import type { RuleSet } from './rule-sets.ts';
import { scoreToBeat, type Target } from './score-to-beat.ts';
import { mean, median } from './statistics.ts';

/** Figures of one solution over all matrices of a run. Those of size and speed cover the matrices that came back. */
export interface RankingRow {
  /** 1 = best; null when nothing could be measured. */
  readonly rank: number | null;
  readonly name: string;
  readonly version: string;
  /** Mean of the matrix scores, a failed matrix counting 0. */
  readonly score: number;
  /** All original bytes / all compressed bytes. */
  readonly ratio: number | null;
  readonly bitsPerValue: number | null;
  /** All original bytes / the sum of median times, in bytes per second. */
  readonly compressThroughput: number | null;
  readonly decompressThroughput: number | null;
  /** First compress and first decompress in fresh workers. */
  readonly coldMs: number | null;
  readonly codeBytes: number;
  readonly failureCount: number;
  /** The first failure, in words. */
  readonly firstFailure: string | null;
  /** Matrix scores by id, in the order of the corpus. */
  readonly matrixScores: ReadonlyMap<string, number>;
}

/** Mean scores of one group of matrices, in the order of the ranking's rows. */
export interface GroupScores {
  readonly group: string;
  readonly matrixCount: number;
  readonly scores: readonly number[];
}

export interface Ranking {
  readonly rows: readonly RankingRow[];
  readonly groups: readonly GroupScores[];
  readonly scoreToBeat: Target | null;
}

type OkTrial = Extract<Trial, { outcome: 'ok' }>;

/**
 * Ranks the solutions of one result: by score, ties to the one that comes first in the result.
 *
 * @throws ArenaError `conflict` when the rule set is not the one that the result was made for
 */
export function rankResult(result: Result, rules: RuleSet): Ranking {
  if (result.rules !== rules.name) {
    throw new ArenaError('conflict', {
      what: 'rule set of the result',
      expected: rules.name,
      got: result.rules,
      hint: 'rank it by the rules that it was made for, or bench again',
    });
  }
  const { matrices } = result.corpus;
  const unranked = result.solutions.map((solution) => summarise(solution, matrices, rules));
  // Array.prototype.sort is stable, so equal scores keep their order.
  const sorted = unranked.toSorted(
    (a, b) => Number(b.isMeasured) - Number(a.isMeasured) || b.row.score - a.row.score,
  );
  const rows = sorted.map(({ isMeasured, row }, index) => ({ ...row, rank: isMeasured ? index + 1 : null }));
  const [top] = rows.filter((row) => row.rank === 1);
  return {
    rows,
    groups: groupScores(rows, matrices),
    scoreToBeat: scoreToBeat({ top: top === undefined ? undefined : { score: top.score, setBy: top.name } }),
  };
}

/** Under which heading a matrix is listed: what the corpus says of it, or its whole set. */
export function groupOf({ kind, direction }: MatrixInfo): string {
  if (kind === undefined) return direction ?? 'all';
  return direction === undefined || kind.includes(direction) ? kind : `${kind} ${direction}`;
}

function summarise(solution: SolutionResult, matrices: readonly MatrixInfo[], rules: RuleSet) {
  const { manifest, codeBytes } = solution;
  const trials = new Map(solution.trials.map((trial) => [trial.matrix, trial]));
  const done = matrices.flatMap((matrix) => {
    const trial = trials.get(matrix.id);
    return trial?.outcome === 'ok' ? [{ matrix, trial, ...times(trial) }] : [];
  });
  const scoresOfDone = new Map(done.map((one) => [one.matrix.id, scoreOf(one.matrix, one.trial, rules)]));
  const matrixScores = new Map(matrices.map(({ id }) => [id, scoresOfDone.get(id) ?? 0]));
  const originalBytes = sum(done.map(({ matrix }) => matrix.originalBytes));
  const compressedBytes = sum(done.map(({ trial }) => trial.compressedBytes));
  const isMeasured = done.length > 0;
  const row: Omit<RankingRow, 'rank'> = {
    name: manifest.name,
    version: manifest.version,
    score: mean([...matrixScores.values()]),
    ratio: isMeasured ? ratio(originalBytes, compressedBytes) : null,
    bitsPerValue: isMeasured
      ? bitsPerValue(compressedBytes, sum(done.map(({ matrix }) => elementCount(matrix))))
      : null,
    compressThroughput: isMeasured
      ? throughput(originalBytes, sum(done.map(({ compressMs }) => compressMs)))
      : null,
    decompressThroughput: isMeasured
      ? throughput(originalBytes, sum(done.map(({ decompressMs }) => decompressMs)))
      : null,
    coldMs: coldMs(solution),
    codeBytes,
    failureCount: matrices.length - done.length,
    firstFailure: firstFailure(solution),
    matrixScores,
  };
  return { isMeasured, row };
}

function coldMs({ status }: SolutionResult): number | null {
  if (status.state !== 'measured' || status.coldCompressMs === null || status.coldDecompressMs === null)
    return null;
  return status.coldCompressMs + status.coldDecompressMs;
}

function firstFailure({ status, trials }: SolutionResult): string | null {
  if (status.state !== 'measured') return `${status.state}: ${status.message}`;
  const failed = trials.find((trial) => trial.outcome !== 'ok');
  return failed === undefined ? null : `${failed.outcome} on ${failed.matrix}: ${failed.message}`;
}

function scoreOf(matrix: MatrixInfo, trial: OkTrial, rules: RuleSet): number {
  const { compressMs, decompressMs } = times(trial);
  return rules.score({
    originalBytes: matrix.originalBytes,
    compressedBytes: trial.compressedBytes,
    elapsedMs: compressMs + decompressMs,
    similarity: trial.similarity,
  });
}

/** Steady-state times of a trial: the medians of its samples. */
function times(trial: OkTrial): { compressMs: number; decompressMs: number } {
  return { compressMs: median(trial.compressMs), decompressMs: median(trial.decompressMs) };
}

function groupScores(rows: readonly RankingRow[], matrices: readonly MatrixInfo[]): GroupScores[] {
  const groups = [...new Set(matrices.map(groupOf))].sort();
  return groups.map((group) => {
    const members = matrices.filter((matrix) => groupOf(matrix) === group);
    return {
      group,
      matrixCount: members.length,
      scores: rows.map(({ matrixScores }) => mean(members.map(({ id }) => matrixScores.get(id) ?? 0))),
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
