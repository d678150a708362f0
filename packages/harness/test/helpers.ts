import { createHash } from 'node:crypto';
import type { Result } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import {
  defaultRunOptions,
  type RunEvent,
  type RunOptions,
  readSolutionPackage,
  runBench,
} from '@matrix-arena/harness';
import { findRuleSet } from '@matrix-arena/scoring';

/** Manifest path of a fixture solution. */
export function fixture(name: string): string {
  return new URL(`fixtures/${name}.json`, import.meta.url).pathname;
}

/** A matrix of values that all differ, so that any mistake shows. */
export function matrixOf(rows: number, cols: number, id = `${rows}x${cols}`): CorpusMatrix {
  const bytes = new Uint8Array(
    Uint16Array.from({ length: rows * cols }, (_, i) => (i * 2_654_435_761) >>> 16).buffer,
  );
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { id, matrix: { bytes, rows, cols, dtype: 'bf16' }, sha256 };
}

export const quickOptions: RunOptions = {
  ...defaultRunOptions,
  repeats: 2,
  verifyThreads: 2,
  callLimitMs: 1500,
  quietWaitMs: 0,
  timeBudgetMs: 0,
  timingThreads: 1,
};

interface FixtureRun {
  readonly matrices?: readonly CorpusMatrix[];
  readonly options?: Partial<RunOptions>;
  readonly rules?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Benches fixtures on small matrices. */
export async function benchFixtures(names: readonly string[], run: FixtureRun = {}): Promise<Result> {
  const matrices = run.matrices ?? [matrixOf(4, 3), matrixOf(1, 100), matrixOf(64, 32)];
  return runBench({
    solutions: await Promise.all(names.map((name) => readSolutionPackage(fixture(name)))),
    matrices,
    corpus: { name: 'test', roundSeed: 1, poolCount: matrices.length },
    rules: findRuleSet(run.rules ?? 'lossless-v1'),
    options: { ...quickOptions, ...run.options },
    signal: run.signal ?? new AbortController().signal,
    onEvent: run.onEvent ?? (() => {}),
  });
}

/** Outcome of each trial of one solution, in the order of the corpus. */
export function outcomes(result: Result, name: string): string[] {
  return (
    result.solutions.find(({ manifest }) => manifest.name === name)?.trials.map(({ outcome }) => outcome) ??
    []
  );
}
