import type { MatrixFigures, RuleSet } from './rule-sets.ts';
import { mean } from './statistics.ts';

/** The steps by which one looks what pays: as much less of the bytes, and of the time. */
export const factorSteps = { bytes: 0.01, time: 0.1 } as const;

/** What size and time make of a score. All are mean scores over the same matrices. */
export interface ScoreFactors {
  readonly score: number;
  /** If no call took any time. */
  readonly inNoTime: number;
  /** If every frame were a single byte. */
  readonly inNoBytes: number;
  /** What the score gains when every frame is shorter, and every call is faster, by `factorSteps`. */
  readonly gainOfFewerBytes: number;
  readonly gainOfLessTime: number;
}

/**
 * Takes a mean score apart by asking the rules what it would be otherwise: whatever their formula is.
 *
 * @param figures of the matrices that came back, one at least
 */
export function scoreFactors(figures: readonly MatrixFigures[], rules: RuleSet): ScoreFactors {
  const score = meanScore(figures, rules);
  const shorter = figures.map((one) => ({
    ...one,
    compressedBytes: one.compressedBytes * (1 - factorSteps.bytes),
  }));
  const faster = figures.map((one) => ({ ...one, elapsedMs: one.elapsedMs * (1 - factorSteps.time) }));
  return {
    score,
    inNoTime: meanScore(
      figures.map((one) => ({ ...one, elapsedMs: 0 })),
      rules,
    ),
    // Of no byte at all there is no ratio.
    inNoBytes: meanScore(
      figures.map((one) => ({ ...one, compressedBytes: Math.min(1, one.compressedBytes) })),
      rules,
    ),
    gainOfFewerBytes: meanScore(shorter, rules) - score,
    gainOfLessTime: meanScore(faster, rules) - score,
  };
}

/** Mean of the scores of some matrices. */
export function meanScore(figures: readonly MatrixFigures[], rules: RuleSet): number {
  return mean(figures.map(rules.score));
}
