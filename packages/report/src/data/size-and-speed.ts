import { bitsPerValue, elementCount, ratio, throughput } from '@matrix-arena/contract';
import type { MatrixInfo, Trial } from '@matrix-arena/contract/schemas';
import { median } from '@matrix-arena/scoring';
import type { SizeAndSpeed } from './types.ts';

export type OkTrial = Extract<Trial, { outcome: 'ok' }>;

/** A matrix that came back, and its median times. */
export interface Done {
  readonly matrix: MatrixInfo;
  readonly compressedBytes: number;
  readonly compressMs: number;
  readonly decompressMs: number;
}

export function doneOf(matrix: MatrixInfo, trial: OkTrial): Done {
  const { compressedBytes, compressMs, decompressMs } = trial;
  return { matrix, compressedBytes, compressMs: median(compressMs), decompressMs: median(decompressMs) };
}

/** Figures of all these matrices together: sums are divided, not quotients averaged. */
export function sizeAndSpeed(done: readonly Done[]): SizeAndSpeed {
  const sum = (of: (one: Done) => number): number => done.reduce((total, one) => total + of(one), 0);
  const originalBytes = sum(({ matrix }) => matrix.originalBytes);
  const compressedBytes = sum((one) => one.compressedBytes);
  const values = sum(({ matrix }) => elementCount(matrix));
  const compressMs = sum((one) => one.compressMs);
  const decompressMs = sum((one) => one.decompressMs);
  return {
    ratio: over(ratio, originalBytes, compressedBytes),
    bitsPerValue: over(bitsPerValue, compressedBytes, values),
    compressThroughput: over(throughput, originalBytes, compressMs),
    decompressThroughput: over(throughput, originalBytes, decompressMs),
    throughput: over(throughput, originalBytes, compressMs + decompressMs),
  };
}

/** A measure, or null where there is nothing to divide by. */
export function over(
  measure: (dividend: number, divisor: number) => number,
  dividend: number,
  divisor: number,
): number | null {
  return divisor > 0 ? measure(dividend, divisor) : null;
}
