import type { MatrixInfo, Result } from '@matrix-arena/contract/schemas';
import {
  beatFactor,
  comparableKey,
  conditionDifferences,
  findRuleSet,
  type MergedResult,
  mergeResults,
  rankResult,
} from '@matrix-arena/scoring';
import { groupSummaries } from './groups.ts';
import { byTime, largestNoiseFloor, machineOf, runHistory, runSummary } from './runs.ts';
import { scatterOf } from './scatter.ts';
import { solutionSummaries } from './solutions.ts';
import {
  type CompetitionHistory,
  type MatrixSummary,
  type ReportData,
  type ReportSection,
  reportFormatVersion,
} from './types.ts';

export interface ReportOptions {
  /** Rounds, top scores and submissions of the competition that the results belong to. */
  readonly competition?: CompetitionHistory | undefined;
}

/**
 * Everything that a report shows of some results. Results that can be compared are ranked together, the newest figures
 * of each solution counting; others get sections of their own.
 *
 * @throws ArenaError `usage` for a rule set that is not known, `bad-format` for figures that cannot be
 */
export function reportData(results: readonly Result[], { competition }: ReportOptions = {}): ReportData {
  const merged = mergeResults(results);
  return {
    formatVersion: reportFormatVersion,
    sections: merged.map((one) => sectionOf(one, merged[0].result, runsOf(one, results))),
    competition: competition ?? null,
  };
}

/** All runs of a section, those whose figures are all superseded among them. */
function runsOf({ result }: MergedResult, results: readonly Result[]): Result[] {
  return byTime(results.filter((one) => mergeResults([result, one]).length === 1));
}

function sectionOf(merged: MergedResult, first: Result, runs: readonly Result[]): ReportSection {
  const { result, sources } = merged;
  const rules = findRuleSet(result.rules);
  const ranking = rankResult(result, rules, { sources });
  const solutions = solutionSummaries(merged, ranking);
  const matrices = result.corpus.matrices.map(matrixSummary);
  const summaries = runs.map(runSummary);
  const target = ranking.scoreToBeat;
  return {
    id: comparableKey(result),
    apartBecause: conditionDifferences(result, first),
    rules: { name: rules.name, since: rules.since, formula: rules.formula },
    corpus: corpusSummary(result),
    isolation: result.plan.isolation,
    machine: machineOf(result),
    runs: summaries,
    noiseFloor: largestNoiseFloor(summaries),
    scoreToBeat: target === null ? null : { ...target, factor: beatFactor },
    solutions,
    matrices,
    groups: groupSummaries(result, ranking),
    scatter: scatterOf(solutions, matrices, rules, target?.score ?? null),
    history: runHistory(runs),
  };
}

function corpusSummary({ corpus }: Result): ReportSection['corpus'] {
  const { name, sha256, poolCount, roundSeed, matrices } = corpus;
  const originalBytes = matrices.reduce((sum, matrix) => sum + matrix.originalBytes, 0);
  return { name, sha256, poolCount, roundSeed, originalBytes };
}

function matrixSummary(matrix: MatrixInfo): MatrixSummary {
  const { id, rows, cols, originalBytes, sha256, direction, kind, bounds } = matrix;
  return {
    id,
    rows,
    cols,
    originalBytes,
    sha256,
    direction: direction ?? null,
    kind: kind ?? null,
    bounds: bounds ?? null,
  };
}
