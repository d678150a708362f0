import { parseResult, type Result } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { baselineOf, outcomeOf } from '../src/index.ts';
import { claim, config, corpusSha256, problemOf, roundInput, sha256, submit, tempLedger } from './arena.ts';

const hash = sha256('x');

function trial(matrix: string, compressedBytes: number) {
  const compressMs = [1, 5, 2];
  const decompressMs = [4, 4, 4];
  return {
    ...{ matrix, outcome: 'ok', compressedBytes, frameSha256: hash, similarity: 1, compressMs, decompressMs },
    ...{ firstCompressMs: 9, firstDecompressMs: 9, compressCalls: 1, decompressCalls: 1, stages: [0, 0, 1] },
  };
}

function solution(name: string, trials: readonly object[], status: object = measured) {
  const manifest = {
    ...{ name, version: '1.0.0', formatVersion: 1, description: 'x', authors: ['x'], license: 'MIT' },
    ...{ lossless: true, dependencies: [], entry: './index.js' },
  };
  return { manifest, bundleSha256: hash, codeBytes: 123, status, findings: [], trials };
}

const measured = {
  ...{ state: 'measured', loadMs: 1, coldCompressMs: 2, coldDecompressMs: 3, cpuMs: 4, wallMs: 4 },
  ...{ memoryPeakBytes: 0, sampledUntil: 'precise' },
};

/** A run of four solutions on the inputs of round 1. */
function result(): Result {
  const { name, sha256: corpusHash, poolCount, matrices } = roundInput(1).corpus;
  return parseResult(
    {
      schemaVersion: 2,
      startedAt: '2026-01-01T00:00:00.000Z',
      elapsedMs: 4321,
      environment: {
        ...{ node: 'v20', v8: '11', os: 'Linux', arch: 'x64', cpu: 'x', cores: 2, memoryBytes: 1e9 },
        ...{ loadAverageStart: 0, loadAverageEnd: 0, governor: null, timer: 'x', timerResolutionNs: 1 },
        ...{ commit: null, dirty: null, warnings: [] },
      },
      rules: 'lossless-v1',
      corpus: { name, sha256: corpusHash, roundSeed: 0, poolCount, matrices },
      plan: {
        ...{ isolation: 'threads', repeats: 1, samplesPerStage: 1, warmups: 0, relativePrecision: 0.005 },
        ...{
          timeBudgetMs: 1,
          verifyThreads: 1,
          timingThreads: 1,
          timingThreadsFrom: 'option',
          loadLimitMs: 1,
        },
        ...{ callLimitMs: 1, runLimitMs: 1, memoryLimitBytes: 1, codeLimitBytes: 1 },
      },
      interference: [],
      control: null,
      solutions: [
        solution('good', [trial('a', 400), trial('b', 600)]),
        solution('half', [
          trial('a', 400),
          { matrix: 'b', outcome: 'mismatch', stage: 'compare', message: 'value 3 differs' },
        ]),
        solution('large', [], { state: 'rejected', message: 'code size' }),
        solution('broken', [], { state: 'not-loadable', message: 'no default export' }),
      ],
    },
    'test',
  );
}

/** Under `lossless-v1`, by hand: 6 ms for both calls. */
const score = (compressedBytes: number) => (1 - compressedBytes / 1000) * (1 - 0.006 / 1.012);

describe('the outcome of a run', () => {
  it('is taken over by the ledger as it is', () => {
    const { ledger, ...rest } = tempLedger();
    ledger.createCompetition(config);
    ledger.openRound(roundInput(1));
    ledger.recordBaseline('cup', baselineOf(result(), 'half'));
    for (const name of ['good', 'half', 'large', 'broken']) {
      submit({ ledger, ...rest }, 'ada', '1.0.0', name);
      const claimed = claim({ ledger, ...rest });
      const outcome = outcomeOf(result(), name);
      if (outcome.outcome === 'rejected') ledger.reject(claimed, outcome.failure);
      else {
        ledger.startEvaluation(claimed);
        if (outcome.outcome === 'failed') ledger.fail(claimed, outcome.failure);
        else ledger.recordScore(claimed, outcome.measurement);
      }
    }
    expect(ledger.competitionSummary('cup').round?.baseline?.score).toBeCloseTo(score(400) / 2, 12);
    const good = ledger.submissionDetail(1);
    expect(good).toMatchObject({
      state: 'scored',
      topStatus: 'current',
      ratio: 2,
      coldMs: 5,
      codeBytes: 123,
      evaluationMs: 4321,
      failedMatrices: 0,
    });
    expect(good.score).toBeCloseTo((score(400) + score(600)) / 2, 12);
    expect(good.compressThroughput).toBeCloseTo(2000 / 0.004, 6);
    expect(ledger.matrixScores([1, 2]).rows.map(({ cells }) => cells)).toMatchObject([
      [{ outcome: 'ok', compressedBytes: 400, compressMs: 2, decompressMs: 4 }, { compressedBytes: 600 }],
      [{ outcome: 'ok' }, { outcome: 'mismatch', score: 0, compressMs: null }],
    ]);
    expect(ledger.submissionDetail(3)).toMatchObject({
      state: 'rejected',
      failure: { kind: 'rejected', message: 'code size' },
    });
    expect(ledger.submissionDetail(4)).toMatchObject({
      state: 'failed',
      failure: { kind: 'not-loadable', message: 'no default export' },
    });
  });

  it('is of a solution that took part', () => {
    expect(problemOf(() => outcomeOf(result(), 'other'))).toBe(
      'not-found: solution of the result: expected one of good, half, large, broken, got other; choose one of them',
    );
    expect(corpusSha256(1)).toBe(result().corpus.sha256);
  });
});
