/** A newcomer takes the top with at least this multiple of the score that stands there. */
export const beatFactor = 1.01;

/** The score to reach, and the name of the solution that sets it. */
export interface Target {
  readonly score: number;
  readonly setBy: string;
}

/**
 * 1.01 × the top score; with no holder, 1.01 × the baseline's; null when neither has been measured on these inputs.
 * Scores of other inputs must not be passed: they cannot be compared.
 */
export function scoreToBeat(measured: {
  top?: Target | undefined;
  baseline?: Target | undefined;
}): Target | null {
  const standing = measured.top ?? measured.baseline;
  return standing === undefined ? null : { score: beatFactor * standing.score, setBy: standing.setBy };
}
