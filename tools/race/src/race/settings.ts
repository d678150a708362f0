/** How a race is run. */
export interface RaceSettings {
  /** A solution that takes longer to load is out of the race. */
  readonly loadLimitMs: number;
  /** One call may take this long, and a second more for each `bytesPerExtraSecond` of the matrix. */
  readonly callLimitMs: number;
  readonly bytesPerExtraSecond: number;
  /** A sample repeats the call until it spans so many steps of the browser's clock. */
  readonly ticksPerSample: number;
  /** Timed samples of a matrix, for each solution. */
  readonly minSamples: number;
  readonly maxSamples: number;
  /** Sampling ends early when the median is known to this share of it. */
  readonly relativePrecision: number;
  /** Sampling of one matrix ends early when a solution has spent so much time on it. */
  readonly timeBudgetMs: number;
  /** Matrices of a file that are chosen to begin with. */
  readonly chosenBytes: number;
  readonly maxFileBytes: number;
}

export const defaultSettings: RaceSettings = {
  loadLimitMs: 30_000,
  callLimitMs: 10_000,
  bytesPerExtraSecond: 2 ** 22,
  ticksPerSample: 50,
  minSamples: 7,
  maxSamples: 25,
  relativePrecision: 0.01,
  timeBudgetMs: 10_000,
  chosenBytes: 2 ** 24,
  maxFileBytes: 2 ** 29,
};

/** How long the calls of one sample may take. */
export function sampleLimitMs(settings: RaceSettings, matrixBytes: number, calls: number): number {
  const perCallMs = settings.callLimitMs + (1e3 * matrixBytes) / settings.bytesPerExtraSecond;
  // Batches are made of calls that took a fraction of the limit.
  return calls === 1 ? perCallMs : 2 * perCallMs;
}
