import type { Result, SolutionResult } from '@matrix-arena/contract/schemas';
import { comparableKey } from './comparable.ts';

/** Results that may be ranked together, as one. */
export interface MergedResult {
  readonly result: Result;
  /** The result that the figures of each solution are from, by name. */
  readonly sources: ReadonlyMap<string, Result>;
}

/**
 * Puts results together that were made on the same matrices, by the same rules, on the same sort of machine; others
 * stay apart, because their figures cannot be compared. Of a solution that occurs twice the newer figures count.
 * What is said of one run alone, its control and its interference, is left to the sources.
 *
 * @returns one merged result for each such group, in the order in which the groups first occur
 */
export function mergeResults(results: readonly Result[]): MergedResult[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const key = comparableKey(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map(mergeGroup);
}

/** Name of the run that a result is of: runs of one machine take turns, so that no two start at once. */
export function runOf({ startedAt }: Result): string {
  return startedAt;
}

function mergeGroup(group: readonly Result[]): MergedResult {
  const byAge = group.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  const newest = new Map<string, { one: SolutionResult; source: Result }>();
  for (const source of byAge) {
    for (const one of source.solutions) newest.set(one.manifest.name, { one, source });
  }
  const [first] = group;
  const warnings = [...new Set(group.flatMap(({ environment }) => environment.warnings))];
  return {
    result: {
      ...first,
      ...(group.length > 1 ? { control: null, interference: [] } : {}),
      environment: { ...first.environment, warnings },
      solutions: [...newest.values()].map(({ one }) => one),
    },
    sources: new Map([...newest].map(([name, { source }]) => [name, source])),
  };
}
