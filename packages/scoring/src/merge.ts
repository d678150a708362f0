import type { Result } from '@matrix-arena/contract/schemas';

/** Results that may be ranked together, as one. */
export interface MergedResult {
  readonly result: Result;
  /** When each solution was measured, by name. */
  readonly measuredAt: ReadonlyMap<string, string>;
}

/**
 * Puts results together that were made on the same matrices, by the same rules, on the same sort of machine; others
 * stay apart, because their figures cannot be compared. Of a solution that occurs twice the newer figures count.
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

function comparableKey({ rules, corpus, environment }: Result): string {
  const { cpu, cores, arch, node } = environment;
  return JSON.stringify([rules, corpus.sha256, cpu, cores, arch, node]);
}

function mergeGroup(group: readonly Result[]): MergedResult {
  const byAge = group.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  const newest = new Map(
    byAge.flatMap((result) => result.solutions.map((one) => [one.manifest.name, { one, result }])),
  );
  const [first] = group;
  const warnings = [...new Set(group.flatMap(({ environment }) => environment.warnings))];
  return {
    result: {
      ...first,
      environment: { ...first.environment, warnings },
      solutions: [...newest.values()].map(({ one }) => one),
    },
    measuredAt: new Map([...newest].map(([name, { result }]) => [name, result.startedAt])),
  };
}
