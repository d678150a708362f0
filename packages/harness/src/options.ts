/** What a run does; every field has a default. */
export interface RunOptions {
  /** Timed passes over each matrix. */
  readonly repeats: number;
  /** Passes before them that are verified but not counted. */
  readonly warmups: number;
  /** Threads of the verification. */
  readonly verifyThreads: number;
  /** Import of a solution and `create()` are ended after this. */
  readonly loadLimitMs: number;
  /** One call of compress or decompress is ended after this. */
  readonly callLimitMs: number;
  /** All calls for one solution together; what is left then counts as timed out. */
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

export const defaultRunOptions: Omit<RunOptions, 'verifyThreads'> = {
  repeats: 7,
  warmups: 1,
  loadLimitMs: 30_000,
  callLimitMs: 10_000,
  runLimitMs: 600_000,
  memoryLimitBytes: 1.5e9,
  codeLimitBytes: 20_000,
  allowedLibraries: ['@bokuweb/zstd-wasm'],
  quietWaitMs: 30_000,
};
