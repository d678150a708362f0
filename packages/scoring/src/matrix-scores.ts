import type { MatrixFigures, RuleSet } from './rule-sets.ts';
import { median } from './statistics.ts';
import type { ScoredMatrix, SolutionTimings, TimedTrial } from './timings.ts';

/** Steady-state times of a trial, in milliseconds per call: the medians of its samples. */
export function medianTimes(trial: TimedTrial): { compressMs: number; decompressMs: number } {
  return { compressMs: median(trial.compressMs), decompressMs: median(trial.decompressMs) };
}

/** Scores by id, in the order of the matrices; one that did not come back scores 0. */
export function matrixScores(
  { trials }: SolutionTimings,
  matrices: readonly ScoredMatrix[],
  rules: RuleSet,
): Map<string, number> {
  const byId = new Map(trials.map((trial) => [trial.matrix, trial]));
  return new Map(
    matrices.map(({ id, originalBytes }) => {
      const trial = byId.get(id);
      return [id, trial?.outcome === 'ok' ? scoreOf(originalBytes, trial, rules) : 0];
    }),
  );
}

function scoreOf(originalBytes: number, trial: TimedTrial, rules: RuleSet): number {
  return rules.score(matrixFigures(originalBytes, trial));
}

/** What a rule set judges a trial by. */
export function matrixFigures(originalBytes: number, trial: TimedTrial): MatrixFigures {
  const { compressMs, decompressMs } = medianTimes(trial);
  return {
    originalBytes,
    compressedBytes: trial.compressedBytes,
    elapsedMs: compressMs + decompressMs,
    similarity: trial.similarity,
  };
}
