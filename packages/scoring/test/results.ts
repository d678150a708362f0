import {
  type MatrixInfo,
  parseResult,
  type Result,
  type SolutionResult,
  type Trial,
} from '@matrix-arena/contract/schemas';

const hash = '0'.repeat(64);

export type OkTrial = Extract<Trial, { outcome: 'ok' }>;

/** A trial that took 1 ms each way, in one sample; `samples` replaces that. */
export function okTrial(
  matrix: string,
  compressedBytes: number,
  samples: Partial<Pick<OkTrial, 'compressMs' | 'decompressMs' | 'stages'>> = {},
): OkTrial {
  return {
    matrix,
    outcome: 'ok',
    compressedBytes,
    frameSha256: hash,
    similarity: 1,
    firstCompressMs: 9,
    firstDecompressMs: 9,
    compressCalls: 1,
    decompressCalls: 1,
    compressMs: [1],
    decompressMs: [1],
    stages: [0],
    ...samples,
  };
}

export function failedTrial(matrix: string): Trial {
  return {
    matrix,
    outcome: 'mismatch',
    stage: 'compare',
    message: 'value 3: expected 0x0001, got 0x0000',
  };
}

export function solutionOf(name: string, trials: Trial[]): SolutionResult {
  return {
    manifest: {
      name,
      version: '1.0.0',
      formatVersion: 1,
      description: 'for tests',
      authors: ['nobody'],
      license: 'MIT',
      lossless: true,
      dependencies: [],
      entry: './index.js',
    },
    bundleSha256: hash,
    codeBytes: 100,
    status: {
      state: 'measured',
      loadMs: 1,
      coldCompressMs: 2,
      coldDecompressMs: 3,
      cpuMs: 4,
      wallMs: 4,
      memoryPeakBytes: 0,
      sampledUntil: 'precise',
    },
    findings: [],
    trials,
  };
}

const shape = { rows: 5, cols: 100, originalBytes: 1000, sha256: hash };

/** Matrices `a` and `b` of 1000 bytes, of two kinds. */
const twoMatrices: MatrixInfo[] = [
  { id: 'a', kind: 'residual', direction: 'forward', ...shape },
  { id: 'b', kind: 'small-backward', direction: 'backward', ...shape },
];

/** So many matrices of 1000 bytes, of one kind. */
export function matricesOf(count: number, kind = 'residual'): MatrixInfo[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${kind}-${index}`, kind, ...shape }));
}

/** A result over some matrices; solutions without trials count as not measured. */
export function resultOf(solutions: SolutionResult[], matrices: MatrixInfo[] = twoMatrices): Result {
  const result: Result = {
    schemaVersion: 2,
    startedAt: '2026-01-01T00:00:00.000Z',
    elapsedMs: 1,
    environment: {
      node: 'v20.0.0',
      v8: '11.3',
      os: 'Linux 6',
      arch: 'x64',
      cpu: 'test',
      cores: 2,
      memoryBytes: 1e9,
      loadAverageStart: 0,
      loadAverageEnd: 0,
      governor: null,
      timer: 'test',
      timerResolutionNs: 1,
      commit: null,
      dirty: null,
      warnings: [],
    },
    rules: 'lossless-v1',
    corpus: { name: 'test', sha256: hash, roundSeed: 0, poolCount: matrices.length, matrices },
    plan: {
      isolation: 'threads',
      repeats: 1,
      samplesPerStage: 1,
      warmups: 0,
      relativePrecision: 0.005,
      timeBudgetMs: 1,
      verifyThreads: 1,
      timingThreads: 1,
      timingThreadsFrom: 'option',
      loadLimitMs: 1,
      callLimitMs: 1,
      runLimitMs: 1,
      memoryLimitBytes: 1,
      codeLimitBytes: 1,
    },
    interference: [],
    control: null,
    solutions: solutions.map((one) =>
      one.trials.length === 0
        ? { ...one, status: { state: 'rejected' as const, message: 'too large' } }
        : one,
    ),
  };
  return parseResult(result, 'test');
}
