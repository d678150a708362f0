import type { Result } from '@matrix-arena/contract/schemas';

/** What a run does; every field has a default. */
export interface RunOptions {
  /** Where solutions run. What is not trusted belongs in a sandbox. */
  readonly isolation: Isolation;
  /** Timed passes over each matrix at least; they are taken in stages. */
  readonly repeats: number;
  readonly samplesPerStage: number;
  /** Passes at the start of each stage that are verified but not counted. */
  readonly warmups: number;
  /** Sampling goes on until the 95 % interval of every mean score is within this share of it … */
  readonly relativePrecision: number;
  /** … or until so much time has gone into sampling, or the next stage would take a solution past `runLimitMs`. */
  readonly timeBudgetMs: number;
  /** How many matrices are timed at once; null to find out how many do not disturb each other. */
  readonly timingThreads: number | null;
  /** Threads of the verification. */
  readonly verifyThreads: number;
  /** Import of a solution and `create()` are ended after this. */
  readonly loadLimitMs: number;
  /** One call of compress or decompress is ended after this. */
  readonly callLimitMs: number;
  /** All passes that verify or time one solution together. What has no sample by then has timed out. */
  readonly runLimitMs: number;
  /** By how much the process may grow during a call: heap, buffers and wasm memory together. */
  readonly memoryLimitBytes: number;
  /** The solution's own code. */
  readonly codeLimitBytes: number;
  /** Libraries that a solution may leave as imports. */
  readonly allowedLibraries: readonly string[];
  /** How long to wait for other work on the machine to end before timing. */
  readonly quietWaitMs: number;
}

/** Threads of the harness, sandboxed processes, or processes that nothing holds. */
export type Isolation = Result['plan']['isolation'];

export const defaultRunOptions: Omit<RunOptions, 'verifyThreads'> = {
  isolation: 'threads',
  repeats: 12,
  samplesPerStage: 2,
  warmups: 1,
  relativePrecision: 0.003,
  timeBudgetMs: 60_000,
  timingThreads: null,
  loadLimitMs: 30_000,
  callLimitMs: 10_000,
  runLimitMs: 600_000,
  memoryLimitBytes: 1.5e9,
  codeLimitBytes: 20_000,
  allowedLibraries: ['@bokuweb/zstd-wasm'],
  quietWaitMs: 30_000,
};
