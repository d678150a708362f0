import type { Result } from '@matrix-arena/contract/schemas';
import { findRuleSet, noiseFloor, type RankingRow, rankResult } from '@matrix-arena/scoring';
import type { Machine, NoiseFigures, RunBest, RunSummary } from './types.ts';

/** The runs of one section, in the order of time. */
export function byTime(runs: readonly Result[]): Result[] {
  return runs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
}

export function runSummary(run: Result): RunSummary {
  const { environment, plan } = run;
  return {
    startedAt: run.startedAt,
    elapsedMs: run.elapsedMs,
    commit: environment.commit,
    dirty: environment.dirty,
    loadAverageStart: environment.loadAverageStart,
    loadAverageEnd: environment.loadAverageEnd,
    warnings: environment.warnings,
    solutions: run.solutions.map(({ manifest }) => manifest.name),
    timingThreads: plan.timingThreads,
    timingThreadsFrom: plan.timingThreadsFrom,
    relativePrecision: plan.relativePrecision,
    noiseFloor: noiseFloor(run, findRuleSet(run.rules)),
    interference: run.interference,
  };
}

export function machineOf({ environment }: Result): Machine {
  const { cpu, cores, arch, os, node, v8, memoryBytes, governor, timer, timerResolutionNs } = environment;
  return { cpu, cores, arch, os, node, v8, memoryBytes, governor, timer, timerResolutionNs };
}

/** The largest gap that a solution timed twice showed; null when no run had a control. */
export function largestNoiseFloor(runs: readonly RunSummary[]): NoiseFigures | null {
  const floors = runs.flatMap((run) => run.noiseFloor ?? []);
  return floors.toSorted((a, b) => b.difference - a.difference)[0] ?? null;
}

/**
 * Who was best after each run, of all that had been measured until then; the newest figures of each solution count.
 *
 * @param runs in the order of time
 */
export function runHistory(runs: readonly Result[]): RunBest[] {
  const newest = new Map<string, RankingRow>();
  return runs.flatMap((run) => {
    // Intervals are not shown here, so that none need be drawn.
    const { rows } = rankResult(run, findRuleSet(run.rules), { replicates: 1 });
    for (const row of rows) newest.set(row.name, row);
    const [best] = [...newest.values()]
      .filter(({ rank }) => rank !== null)
      .toSorted((a, b) => b.score - a.score);
    if (best === undefined) return [];
    return { date: run.startedAt, score: best.score, solution: best.name, version: best.version };
  });
}
