interface Told {
  readonly bounds?: Record<string, number | undefined>;
  readonly parts?: readonly Record<string, unknown>[];
  /** Fields of the trial that are replaced. */
  readonly trial?: Readonly<Record<string, unknown>>;
  /** Ids of the matrices that the control was timed on; no control when left out. */
  readonly controlMatrices?: readonly string[];
  /** All of one name. */
  readonly solutionCount?: number;
}

const sha256 = '0'.repeat(64);

/** A result of one trial, as it stands in a file, with what may be told of its matrix, its frame and its control. */
export function minimalResult(told: Told = {}): unknown {
  const { bounds, parts, controlMatrices, solutionCount = 1 } = told;
  const matrix = { id: 'm', rows: 1, cols: 4, originalBytes: 8, sha256, ...(bounds && { bounds }) };
  const trial = {
    matrix: 'm',
    outcome: 'ok',
    compressedBytes: 1,
    frameSha256: sha256,
    similarity: 1,
    firstCompressMs: 1,
    firstDecompressMs: 1,
    compressCalls: 1,
    decompressCalls: 1,
    compressMs: [1],
    decompressMs: [1],
    stages: [0],
    ...(parts && { parts }),
    ...told.trial,
  };
  const solution = {
    manifest: {
      ...{
        name: 'demo',
        version: '1.0.0',
        formatVersion: 1,
        description: 'for tests',
        authors: ['nobody'],
      },
      ...{ license: 'MIT', lossless: true, dependencies: [], entry: './index.js' },
    },
    bundleSha256: sha256,
    codeBytes: 1,
    status: {
      ...{ state: 'measured', loadMs: 1, coldCompressMs: null, coldDecompressMs: null },
      ...{ cpuMs: null, wallMs: null, memoryPeakBytes: null, sampledUntil: 'budget' },
    },
    findings: [{ kind: 'inspect-failed', message: 'no parts' }],
    trials: [trial],
  };
  return {
    schemaVersion: 2,
    startedAt: '2026-01-01T00:00:00.000Z',
    elapsedMs: 1,
    environment: {
      ...{ node: 'v20.0.0', v8: '11.3', os: 'Linux 6', arch: 'x64', cpu: 'test', cores: 2, memoryBytes: 1 },
      ...{ loadAverageStart: 0, loadAverageEnd: 0, governor: null, timer: 'test', timerResolutionNs: 1 },
      ...{ commit: null, dirty: null, warnings: [] },
    },
    rules: 'lossless-v1',
    corpus: { name: 'test', sha256, roundSeed: 0, poolCount: 1, matrices: [matrix] },
    plan: {
      ...{ isolation: 'threads', repeats: 1, samplesPerStage: 1, warmups: 0, relativePrecision: 0.1 },
      ...{ timeBudgetMs: 0, verifyThreads: 1, timingThreads: 1, timingThreadsFrom: 'option' },
      ...{ loadLimitMs: 1, callLimitMs: 1, runLimitMs: 1, memoryLimitBytes: 1, codeLimitBytes: 1 },
    },
    interference: [],
    control: controlMatrices
      ? { solution: 'demo', trials: controlMatrices.map((id) => ({ ...trial, matrix: id })) }
      : null,
    solutions: new Array(solutionCount).fill(solution),
  };
}
