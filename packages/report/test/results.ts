import { readFileSync } from 'node:fs';
import {
  type MatrixInfo,
  parseResult,
  type Result,
  type SolutionResult,
  type Trial,
} from '@matrix-arena/contract/schemas';
import type { CompetitionHistory } from '../src/index.ts';

const hash = '0'.repeat(64);

/** What `arena bench --quick` wrote on the bundled samples: three solutions on six matrices. */
export function realResult(change: Partial<Result> = {}): Result {
  const text = readFileSync(new URL('./fixtures/quick.json', import.meta.url), 'utf8');
  return parseResult({ ...JSON.parse(text), ...change }, 'fixtures/quick.json');
}

/**
 * The real result with what else a result can have: bounds of the matrices, parts of frames, a solution that failed in
 * two ways, one that was rejected, a finding.
 */
export function fullResult(): Result {
  const result = realResult();
  const matrices = result.corpus.matrices.map((matrix): MatrixInfo => ({ ...matrix, bounds }));
  const solutions = result.solutions.map((solution) => ({ ...solution }));
  solutions[0].findings = [{ kind: 'remembers-inputs', message: 'the second call was 3 times as fast' }];
  solutions[1].trials = solutions[1].trials.map((trial) => withParts(trial));
  return parseResult(
    {
      ...result,
      corpus: { ...result.corpus, matrices },
      solutions: [...solutions, failing(solutions[0]), rejected(solutions[0])],
    },
    'full result',
  );
}

const bounds = {
  sign: 0.98,
  exponent: 2.61,
  mantissa: 6.97,
  planesBound: 10.56,
  signGivenExponent: 0.97,
  mantissaGivenExponent: 6.83,
  givenExponentBound: 10.41,
};

function withParts(trial: Trial): Trial {
  if (trial.outcome !== 'ok') return trial;
  const bits = 8 * trial.compressedBytes;
  const parts = [
    { name: 'header', plane: 'overhead' as const, bits: 256 },
    { name: 'signs', plane: 'sign' as const, bits: 0.1 * bits },
    { name: 'exponent codes', plane: 'exponent' as const, bits: 0.25 * bits },
    { name: 'mantissa codes', plane: 'mantissa' as const, bits: 0.65 * bits - 256 },
  ];
  return { ...trial, parts };
}

function failing(like: SolutionResult): SolutionResult {
  const trials = like.trials.map((trial, index): Trial => {
    if (index > 2) return trial;
    const { matrix } = trial;
    return index === 2
      ? { matrix, outcome: 'timeout', stage: 'compress', message: 'no answer within 10000 ms' }
      : {
          matrix,
          outcome: 'mismatch',
          stage: 'compare',
          message: 'value 17 differs',
          expected: '0x3f80',
          got: '0x3f81',
        };
  });
  return { ...like, manifest: { ...like.manifest, name: 'failing' }, findings: [], trials };
}

function rejected(like: SolutionResult): SolutionResult {
  const status = { state: 'rejected' as const, message: 'code: expected at most 20000 bytes, got 31337' };
  return { ...like, manifest: { ...like.manifest, name: 'too-large' }, findings: [], status, trials: [] };
}

export interface Timed {
  readonly compressedBytes: number;
  /** Of each call; one sample. */
  readonly callMs: number;
}

/** A result of one matrix of 1000 bytes for solutions of which size and time are known. */
export function smallResult(solutions: readonly Timed[], change: Partial<Result> = {}): Result {
  const real = realResult();
  const [like] = real.solutions;
  const matrix = { id: 'm', rows: 5, cols: 100, originalBytes: 1000, sha256: hash };
  return parseResult(
    {
      ...real,
      control: null,
      corpus: { name: 'small', sha256: hash, roundSeed: 0, poolCount: 1, matrices: [matrix] },
      solutions: solutions.map(({ compressedBytes, callMs }, index) => ({
        ...like,
        manifest: { ...like.manifest, name: `solution-${index}` },
        trials: [
          {
            matrix: 'm',
            outcome: 'ok',
            compressedBytes,
            frameSha256: hash,
            similarity: 1,
            firstCompressMs: callMs,
            firstDecompressMs: callMs,
            compressCalls: 1,
            decompressCalls: 1,
            compressMs: [callMs],
            decompressMs: [callMs],
            stages: [0],
          },
        ],
      })),
      ...change,
    },
    'small result',
  );
}

/** Two rounds with three changes of the top score. */
export const competition: CompetitionHistory = {
  rounds: [
    { round: 1, startedAt: '2026-03-01T00:00:00.000Z' },
    { round: 2, startedAt: '2026-03-08T00:00:00.000Z' },
  ],
  points: [
    {
      date: '2026-03-02T10:00:00.000Z',
      score: 0.41,
      round: 1,
      solution: 'first',
      version: '1.0.0',
      author: 'a',
    },
    {
      date: '2026-03-04T12:00:00.000Z',
      score: 0.46,
      round: 1,
      solution: 'second',
      version: '1.1.0',
      author: 'b',
    },
    {
      date: '2026-03-09T09:00:00.000Z',
      score: 0.44,
      round: 2,
      solution: 'second',
      version: '1.1.0',
      author: 'b',
    },
    {
      date: '2026-03-12T18:00:00.000Z',
      score: 0.49,
      round: 2,
      solution: 'third',
      version: '0.3.0',
      author: 'c',
    },
  ],
  submissions: [
    {
      date: '2026-03-02T10:00:00.000Z',
      round: 1,
      solution: 'first',
      version: '1.0.0',
      author: 'a',
      state: 'evaluated',
      score: 0.41,
    },
    {
      date: '2026-03-13T10:00:00.000Z',
      round: 2,
      solution: 'late',
      version: '0.1.0',
      author: 'd',
      state: 'rejected',
      score: null,
    },
  ],
};
