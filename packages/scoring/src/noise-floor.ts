import type { Result } from '@matrix-arena/contract/schemas';
import { matrixScores } from './matrix-scores.ts';
import type { RuleSet } from './rule-sets.ts';
import { mean } from './statistics.ts';

/** By how much two mean scores of one and the same solution differed in one run. */
export interface NoiseFloor {
  readonly solution: string;
  readonly difference: number;
  /** As a share of its score; null at a score of 0. */
  readonly relativeDifference: number | null;
}

/** What the control of a run says: one solution, timed twice as if it were two. Null when the run had no control. */
export function noiseFloor({ control, solutions, corpus }: Result, rules: RuleSet): NoiseFloor | null {
  const original = solutions.find(({ manifest }) => manifest.name === control?.solution);
  if (control === null || original === undefined) return null;
  const [score, again] = [original, control].map((timed) =>
    mean([...matrixScores(timed, corpus.matrices, rules).values()]),
  );
  const difference = Math.abs(score - again);
  return {
    solution: control.solution,
    difference,
    relativeDifference: score === 0 ? null : difference / score,
  };
}
