import { bitsPerValue, elementCount } from '@matrix-arena/contract';
import type { MatrixInfo, Trial } from '@matrix-arena/contract/schemas';
import { doneOf, type OkTrial, over, sizeAndSpeed } from './size-and-speed.ts';
import type { FailureSummary, PartSummary, TrialSummary } from './types.ts';

type FailedTrial = Exclude<Trial, { outcome: 'ok' }>;

/** A trial with its figures. `score` is the one that the ranking has for it. */
export function trialSummary(matrix: MatrixInfo, trial: Trial, score: number): TrialSummary | FailureSummary {
  return trial.outcome === 'ok' ? okSummary(matrix, trial, score) : failureSummary(trial);
}

function okSummary(matrix: MatrixInfo, trial: OkTrial, score: number): TrialSummary {
  const done = doneOf(matrix, trial);
  return {
    outcome: 'ok',
    score,
    ...sizeAndSpeed([done]),
    compressedBytes: trial.compressedBytes,
    frameSha256: trial.frameSha256,
    similarity: trial.similarity,
    firstCompressMs: trial.firstCompressMs,
    firstDecompressMs: trial.firstDecompressMs,
    compressCalls: trial.compressCalls,
    decompressCalls: trial.decompressCalls,
    compressMs: done.compressMs,
    decompressMs: done.decompressMs,
    compressSamplesMs: trial.compressMs,
    decompressSamplesMs: trial.decompressMs,
    stages: trial.stages,
    parts: partsOf(matrix, trial),
  };
}

function partsOf(matrix: MatrixInfo, { parts }: OkTrial): PartSummary[] | null {
  if (parts === undefined || parts.length === 0) return null;
  const values = elementCount(matrix);
  return parts.map(({ name, plane, bits }) => ({
    name,
    plane,
    bits,
    bitsPerValue: over(bitsPerValue, bits / 8, values),
  }));
}

function failureSummary({ outcome, stage, message, expected, got }: FailedTrial): FailureSummary {
  return { outcome, stage, message, expected: expected ?? null, got: got ?? null };
}
