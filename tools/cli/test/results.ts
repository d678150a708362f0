import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type MatrixInfo,
  parseResult,
  type Result,
  type SolutionResult,
} from '@matrix-arena/contract/schemas';

const hash = '0'.repeat(64);
const shape = { rows: 5, cols: 100, originalBytes: 1000, sha256: hash };

/** Three matrices of 1000 bytes, one of them alone in its group. */
const matrices: MatrixInfo[] = [
  { id: 'r0', kind: 'residual', direction: 'forward', ...shape },
  { id: 'r1', kind: 'residual', direction: 'forward', ...shape },
  { id: 'b0', kind: 'bottleneck', direction: 'forward', ...shape },
];

/** A solution whose calls all take `callMs`, apart from a drift of 1 ms from stage to stage. */
export function solutionOf(name: string, compressedBytes: number, callMs = 10): SolutionResult {
  const times = [0, 1, 2, 3].map((stage) => callMs + stage);
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
    trials: matrices.map(({ id }) => ({
      matrix: id,
      outcome: 'ok',
      compressedBytes,
      frameSha256: hash,
      similarity: 1,
      firstCompressMs: callMs,
      firstDecompressMs: callMs,
      compressCalls: 1,
      decompressCalls: 1,
      compressMs: times,
      decompressMs: times,
      stages: [0, 1, 2, 3],
    })),
  };
}

export function resultOf(solutions: SolutionResult[], change: Partial<Result> = {}): Result {
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
      repeats: 4,
      samplesPerStage: 1,
      warmups: 0,
      relativePrecision: 0.005,
      timeBudgetMs: 60_000,
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
    solutions,
    ...change,
  };
  return parseResult(result, 'result of a test');
}

/** Writes a result and returns its path. */
export async function resultFile(folder: string, name: string, result: Result): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(result));
  return path;
}
