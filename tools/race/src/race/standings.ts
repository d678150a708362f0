import { bitsPerValue, elementCount, ratio, throughput } from '@matrix-arena/contract';
import { defaultRuleSet, mean, median } from '@matrix-arena/scoring';
import type { Failure, Lane, RacedMatrix, RaceState, Trial } from './state.ts';

/** What is known of one solution on one matrix. */
export interface TrialFigures {
  readonly score: number;
  readonly compressedBytes: number;
  readonly ratio: number;
  readonly bitsPerValue: number;
  /** Medians, per call. */
  readonly compressMs: number;
  readonly decompressMs: number;
  /** Original bytes per second; null when the clock did not move. */
  readonly compressThroughput: number | null;
  readonly decompressThroughput: number | null;
  readonly sampleCount: number;
}

/** Where a solution stands, over the matrices so far. */
export interface Standing {
  /** Index of its lane. */
  readonly lane: number;
  readonly name: string;
  /** 1 = best; null when nothing of it was measured. */
  readonly rank: number | null;
  /** Mean over the matrices it has been timed on or has failed on, which count 0; null before the first. */
  readonly score: number | null;
  /** Part of the whole race that it has run, in units of the score: at the end of the race it is the score. */
  readonly distance: number;
  readonly ratio: number | null;
  readonly bitsPerValue: number | null;
  readonly compressThroughput: number | null;
  readonly decompressThroughput: number | null;
  readonly loadMs: number | null;
  readonly codeBytes: number;
  readonly failures: readonly (Failure & { readonly matrix: string | null })[];
}

/** Null until the matrix was timed, and when it failed. */
export function trialFigures(trial: Trial, matrix: RacedMatrix): TrialFigures | null {
  const { compressedBytes, failure } = trial;
  if (compressedBytes === null || failure !== null || trial.compressMs.length === 0) return null;
  const { originalBytes } = matrix;
  const [compressMs, decompressMs] = [median(trial.compressMs), median(trial.decompressMs)];
  const elapsedMs = compressMs + decompressMs;
  return {
    score: defaultRuleSet.score({ originalBytes, compressedBytes, elapsedMs, similarity: 1 }),
    compressedBytes,
    ratio: ratio(originalBytes, compressedBytes),
    bitsPerValue: bitsPerValue(compressedBytes, elementCount(matrix)),
    compressMs,
    decompressMs,
    compressThroughput: speed(originalBytes, compressMs),
    decompressThroughput: speed(originalBytes, decompressMs),
    sampleCount: trial.compressMs.length,
  };
}

/** All solutions, best first; those of which nothing was measured last. */
export function standings({ lanes, matrices, maxSamples }: RaceState): Standing[] {
  const unranked = lanes.map((lane, index) => standingOf(lane, index, matrices, maxSamples));
  const sorted = unranked.toSorted(
    (a, b) => Number(b.ratio !== null) - Number(a.ratio !== null) || (b.score ?? 0) - (a.score ?? 0),
  );
  return sorted.map((standing, index) => ({ ...standing, rank: standing.ratio === null ? null : index + 1 }));
}

function standingOf(
  lane: Lane,
  index: number,
  matrices: readonly RacedMatrix[],
  maxSamples: number,
): Omit<Standing, 'rank'> {
  const { name, loadMs, codeBytes, trials } = lane;
  const all = trials.map((trial, i) => ({
    trial,
    matrix: matrices[i],
    figures: trialFigures(trial, matrices[i]),
  }));
  const timed = all.flatMap(({ matrix, figures }) => (figures === null ? [] : [{ matrix, figures }]));
  const judged = all.filter(({ trial, figures }) => figures !== null || trial.failure !== null);
  const scoreOf = ({ figures }: { figures: TrialFigures | null }): number => figures?.score ?? 0;
  return {
    lane: index,
    ...{ name, loadMs, codeBytes },
    score: judged.length === 0 ? null : mean(judged.map(scoreOf)),
    distance: mean(all.map((one) => scoreOf(one) * shareOf(one.trial, maxSamples))),
    ...(timed.length === 0 ? nothing : sizeAndSpeed(timed)),
    failures: failuresOf(lane, matrices),
  };
}

function shareOf({ compressMs, isSettled }: Trial, maxSamples: number): number {
  return isSettled ? 1 : Math.min(1, compressMs.length / maxSamples);
}

const nothing = { ratio: null, bitsPerValue: null, compressThroughput: null, decompressThroughput: null };

interface Timed {
  readonly matrix: RacedMatrix;
  readonly figures: TrialFigures;
}

/** All bytes against all bytes, and against the sum of the times. */
function sizeAndSpeed(timed: readonly Timed[]) {
  const sum = (of: (one: Timed) => number): number => timed.reduce((total, one) => total + of(one), 0);
  const originalBytes = sum(({ matrix }) => matrix.originalBytes);
  const compressedBytes = sum(({ figures }) => figures.compressedBytes);
  return {
    ratio: ratio(originalBytes, compressedBytes),
    bitsPerValue: bitsPerValue(
      compressedBytes,
      sum(({ matrix }) => elementCount(matrix)),
    ),
    compressThroughput: speed(
      originalBytes,
      sum(({ figures }) => figures.compressMs),
    ),
    decompressThroughput: speed(
      originalBytes,
      sum(({ figures }) => figures.decompressMs),
    ),
  };
}

/** A coarse clock can say that a fast call took no time at all. */
function speed(originalBytes: number, elapsedMs: number): number | null {
  return elapsedMs > 0 ? throughput(originalBytes, elapsedMs) : null;
}

/** A reason that holds for the whole lane is told once. */
function failuresOf({ failure, trials }: Lane, matrices: readonly RacedMatrix[]): Standing['failures'] {
  const own = trials.flatMap((trial, i) =>
    trial.failure === null || trial.failure === failure ? [] : [{ ...trial.failure, matrix: matrices[i].id }],
  );
  return failure === null ? own : [...own, { ...failure, matrix: null }];
}
