import { parseResult, type Result, type SolutionResult, type Trial } from '@matrix-arena/contract/schemas';

const hash = '0'.repeat(64);

/** A trial that took 1 ms each way. */
export function okTrial(matrix: string, compressedBytes: number): Extract<Trial, { outcome: 'ok' }> {
  return {
    matrix,
    outcome: 'ok',
    compressedBytes,
    frameSha256: hash,
    similarity: 1,
    compressMs: [1],
    decompressMs: [1],
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
    status: { state: 'measured', loadMs: 1, coldCompressMs: 2, coldDecompressMs: 3 },
    trials,
  };
}

/** A result over two matrices `a` and `b` of 1000 bytes; solutions without trials count as not measured. */
export function resultOf(solutions: SolutionResult[]): Result {
  const matrix = { rows: 5, cols: 100, originalBytes: 1000, sha256: hash };
  const result = {
    schemaVersion: 1,
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
    corpus: {
      name: 'test',
      sha256: hash,
      roundSeed: 0,
      poolCount: 2,
      matrices: [
        { id: 'a', kind: 'residual', direction: 'forward', ...matrix },
        { id: 'b', kind: 'small-backward', direction: 'backward', ...matrix },
      ],
    },
    plan: {
      repeats: 1,
      warmups: 0,
      verifyThreads: 1,
      timingThreads: 1,
      loadLimitMs: 1,
      callLimitMs: 1,
      runLimitMs: 1,
      memoryLimitBytes: 1,
      codeLimitBytes: 1,
    },
    solutions: solutions.map((one) =>
      one.trials.length === 0
        ? { ...one, status: { state: 'rejected' as const, message: 'too large' } }
        : one,
    ),
  };
  return parseResult(result, 'test');
}
