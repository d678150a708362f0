import { ArenaError } from '@matrix-arena/contract';
import type { MatrixInfo, TrialFailureKind } from '@matrix-arena/contract/schemas';

/** What a score needs of a matrix that came back. A trial of a result is one. */
export interface TimedTrial {
  readonly outcome: 'ok';
  readonly matrix: string;
  readonly compressedBytes: number;
  readonly similarity: number;
  /** Milliseconds per call; entry i of all three arrays belongs to one sample. */
  readonly compressMs: readonly number[];
  readonly decompressMs: readonly number[];
  /** Stage of the run in which the sample was taken. */
  readonly stages: readonly number[];
}

interface FailedTrial {
  readonly outcome: TrialFailureKind;
  readonly matrix: string;
}

/** Trials of one solution. A matrix that failed, or has no trial, scores 0. */
export interface SolutionTimings {
  readonly trials: readonly (TimedTrial | FailedTrial)[];
  /** Which run they are from: stages are moments of a run. Left out everywhere, all solutions are of one run. */
  readonly run?: string;
}

export type ScoredMatrix = Pick<MatrixInfo, 'id' | 'originalBytes'>;

/** What was timed on some matrices, by one run or several. A result is one, and so is a run that has not ended. */
export interface Timings {
  readonly matrices: readonly ScoredMatrix[];
  readonly solutions: readonly SolutionTimings[];
}

/** @throws ArenaError `bad-format` unless every sample has both its times and its stage */
export function assertSamples({ matrix, compressMs, decompressMs, stages }: TimedTrial): void {
  const got = [compressMs, decompressMs, stages].map(({ length }) => length);
  if (new Set(got).size === 1 && stages.length > 0) return;
  throw new ArenaError('bad-format', {
    what: `samples of ${matrix}`,
    expected: 'as many compress times as decompress times and stages, one at least',
    got: got.join(', '),
    hint: 'measure again',
  });
}
