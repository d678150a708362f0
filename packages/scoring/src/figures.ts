import { bitsPerValue, elementCount, ratio, throughput } from '@matrix-arena/contract';
import type { MatrixInfo, SolutionResult } from '@matrix-arena/contract/schemas';
import { matrixScores, medianTimes } from './matrix-scores.ts';
import type { RuleSet } from './rule-sets.ts';
import { mean } from './statistics.ts';

/**
 * Figures of one solution over all matrices of a run. Those of size and speed cover the matrices that came back, and
 * are null when none did.
 */
export interface SolutionFigures {
  readonly name: string;
  readonly version: string;
  /** Mean of the matrix scores, a failed matrix counting 0. */
  readonly score: number;
  /** All original bytes / all compressed bytes. */
  readonly ratio: number | null;
  readonly bitsPerValue: number | null;
  /** All original bytes / the sum of median times, in bytes per second; null when the clock saw no time pass. */
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

export function figuresOf(
  solution: SolutionResult,
  matrices: readonly MatrixInfo[],
  rules: RuleSet,
): SolutionFigures {
  const { manifest, codeBytes } = solution;
  const trials = new Map(solution.trials.map((trial) => [trial.matrix, trial]));
  const done = matrices.flatMap((matrix) => {
    const trial = trials.get(matrix.id);
    return trial?.outcome === 'ok' ? [{ matrix, trial, ...medianTimes(trial) }] : [];
  });
  const scores = matrixScores(solution, matrices, rules);
  return {
    name: manifest.name,
    version: manifest.version,
    score: mean([...scores.values()]),
    ...(done.length === 0 ? nothingDone : sizeAndSpeed(done)),
    coldMs: coldMs(solution),
    codeBytes,
    failureCount: matrices.length - done.length,
    firstFailure: firstFailure(solution),
    matrixScores: scores,
  };
}

type SizeAndSpeed = Pick<
  SolutionFigures,
  'ratio' | 'bitsPerValue' | 'compressThroughput' | 'decompressThroughput'
>;

const nothingDone: SizeAndSpeed = {
  ratio: null,
  bitsPerValue: null,
  compressThroughput: null,
  decompressThroughput: null,
};

interface Done {
  readonly matrix: MatrixInfo;
  readonly trial: { readonly compressedBytes: number };
  readonly compressMs: number;
  readonly decompressMs: number;
}

function sizeAndSpeed(done: readonly Done[]): SizeAndSpeed {
  const originalBytes = sum(done.map(({ matrix }) => matrix.originalBytes));
  const compressedBytes = sum(done.map(({ trial }) => trial.compressedBytes));
  return {
    ratio: ratio(originalBytes, compressedBytes),
    bitsPerValue: bitsPerValue(compressedBytes, sum(done.map(({ matrix }) => elementCount(matrix)))),
    compressThroughput: throughputOf(originalBytes, sum(done.map(({ compressMs }) => compressMs))),
    decompressThroughput: throughputOf(originalBytes, sum(done.map(({ decompressMs }) => decompressMs))),
  };
}

function throughputOf(originalBytes: number, elapsedMs: number): number | null {
  return elapsedMs === 0 ? null : throughput(originalBytes, elapsedMs);
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
