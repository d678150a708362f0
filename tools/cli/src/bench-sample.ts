import type { Result } from '@matrix-arena/contract/schemas';
import {
  type CorpusMatrix,
  type CorpusSet,
  loadMatrices,
  openSet,
  sampleEntries,
} from '@matrix-arena/corpus';
import {
  type RunOptions,
  type RunPhase,
  runBench,
  type SolutionPackage,
  withBenchLock,
} from '@matrix-arena/harness';
import type { RuleSet } from '@matrix-arena/scoring';
import { type Progress, withProgress } from './progress.ts';

const phaseNames: Record<RunPhase, string> = {
  load: 'screen',
  verify: 'verify',
  inspect: 'parts',
  wait: 'wait',
  calibrate: 'noise',
  time: 'time',
};

/** Which matrices of a set. */
export interface Sample {
  readonly directory: string;
  /** All of them when undefined. */
  readonly count: number | undefined;
  readonly roundSeed: number;
}

export interface SampledSet {
  readonly set: CorpusSet;
  readonly matrices: readonly CorpusMatrix[];
}

export async function readSample(
  { directory, count, roundSeed }: Sample,
  progress: Progress,
  signal: AbortSignal,
): Promise<SampledSet> {
  const set = await openSet(directory);
  const entries = sampleEntries(set.entries, count ?? set.entries.length, roundSeed);
  const matrices = await loadMatrices(set, entries, {
    signal,
    onProgress: ({ filesDone, filesTotal, currentFile }) =>
      progress.update('read', filesDone, filesTotal, currentFile),
  });
  return { set, matrices };
}

/**
 * Benches solutions on a sample, with progress on stderr, while no other bench runs.
 *
 * @param onSampled called with what was read, before anything runs; what it throws ends the bench
 */
export function benchSample(
  solutions: readonly SolutionPackage[],
  sample: Sample,
  rules: RuleSet,
  options: RunOptions,
  signal: AbortSignal,
  onSampled: (sampled: SampledSet) => void = () => {},
): Promise<Result> {
  return withProgress(async (progress) => {
    const sampled = await readSample(sample, progress, signal);
    onSampled(sampled);
    return benchMatrices(solutions, sampled, { sample, rules, options, signal, progress });
  });
}

/** What a bench needs beside solutions and matrices. */
export interface BenchContext {
  readonly sample: Sample;
  readonly rules: RuleSet;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Benches solutions on matrices that were read before, while no other bench runs. */
export function benchMatrices(
  solutions: readonly SolutionPackage[],
  { set, matrices }: SampledSet,
  { sample, rules, options, signal, progress }: BenchContext,
): Promise<Result> {
  const run = (): Promise<Result> =>
    runBench({
      solutions,
      matrices,
      corpus: { name: set.name, roundSeed: sample.roundSeed, poolCount: set.entries.length },
      rules,
      options,
      signal,
      onEvent: ({ phase, done, total, what }) => progress.update(phaseNames[phase], done, total, what),
    });
  return withBenchLock(run, signal, (pid) =>
    progress.update('wait', 0, 1, `for the bench of process ${pid} to end`),
  );
}
