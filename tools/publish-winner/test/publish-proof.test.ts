import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '@matrix-arena/contract/schemas';
import type { SolutionPackage } from '@matrix-arena/harness';
import { defaultRuleSet } from '@matrix-arena/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Claim, type Proof, prove } from '../src/index.ts';
import { compareRecord } from '../src/publish/compare-record.ts';
import { writeCopier } from './copier.ts';
import { failureOf } from './installed.ts';
import { corpus, matrices, options, runOf } from './runs.ts';

const limitMs = 120_000;

let root: string;
let solution: SolutionPackage;
let record: Result;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'proof-'));
  solution = await writeCopier(join(root, 'solution'));
  record = quiet(await runOf(solution));
}, limitMs);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** As if nothing else had run on the machine. */
function quiet(result: Result): Result {
  return { ...result, environment: { ...result.environment, warnings: [] } };
}

function proofOf(changes: Partial<Claim>): Promise<Proof> {
  const claim: Claim = { solution, isTrusted: true, others: [], record: null, reasons: [], ...changes };
  const { signal } = new AbortController();
  return prove(claim, {
    matrices: matrices(),
    corpus,
    rules: defaultRuleSet,
    options,
    signal,
    onStep: () => {},
  });
}

type OkTrial = Extract<Result['solutions'][number]['trials'][number], { outcome: 'ok' }>;

/** The record with its only solution changed, and all of its trials. */
function changed(
  solutionChanges: Partial<Result['solutions'][number]>,
  change: (trial: OkTrial) => Partial<OkTrial> = () => ({}),
): Result {
  const solutions = record.solutions.map((one) => ({
    ...one,
    trials: one.trials.map((trial) => (trial.outcome === 'ok' ? { ...trial, ...change(trial) } : trial)),
    ...solutionChanges,
  }));
  return { ...record, solutions };
}

describe('a record', () => {
  it('holds when a run on the same matrices says the same', () => {
    const { reasons, notes } = compareRecord(record, record, 'copies');
    expect(reasons).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^scored 0\.\d{4} again, and 0\.\d{4} in the record$/)]);
  });

  it('of other code or other frames does not', () => {
    const other = changed({ bundleSha256: 'cd'.repeat(32) });
    expect(compareRecord(other, record, 'copies').reasons).toEqual([
      expect.stringMatching(/^its code is not what was scored: expected sha256 (cd)+, got \w{64}$/),
    ]);
    const frames = changed({}, () => ({ frameSha256: 'cd'.repeat(32), compressedBytes: 7 }));
    expect(compareRecord(frames, record, 'copies').reasons).toEqual([
      '2 frames are not those that were scored, first rows-24: expected 7 bytes, got 1544',
    ]);
    expect(compareRecord(record, record, 'nobody').reasons).toEqual(['the record has no nobody']);
  });

  /** A run in which frames are half as long: copies would score 0, whatever the time. */
  const smaller = (ms: number): Result =>
    changed({}, ({ compressedBytes, compressMs, decompressMs }) => ({
      compressedBytes: compressedBytes / 2,
      compressMs: compressMs.map(() => ms),
      decompressMs: decompressMs.map(() => ms),
    }));

  it('of a score that is not reached again does not; one that is exceeded does', () => {
    const slow = compareRecord(smaller(1), smaller(100), 'copies');
    expect(slow.reasons).toEqual([
      expect.stringMatching(/^its score is not reached again: expected 0\.49\d+, got 0\.39\d+$/),
    ]);
    expect(compareRecord(smaller(100), smaller(1), 'copies').reasons).toEqual([]);
    // Less than the rules call better than another.
    expect(compareRecord(smaller(1), smaller(3), 'copies').reasons).toEqual([]);
  });

  it('of another machine, or beside other work, is compared by its frames alone, and that is said', () => {
    const { environment } = record;
    const elsewhere = { ...smaller(1), environment: { ...environment, cpu: 'Another' } };
    const away = compareRecord(elsewhere, smaller(100), 'copies');
    expect(away).toEqual({
      reasons: [],
      notes: [expect.stringMatching(/by frames and sizes alone: machine .*Another/)],
    });
    const busy = {
      ...smaller(100),
      environment: { ...environment, warnings: ['other work used 2.0 cores'] },
    };
    expect(compareRecord(smaller(1), busy, 'copies')).toEqual({
      reasons: [],
      notes: ['compared with the record by frames and sizes alone: other work used 2.0 cores'],
    });
    const elsewhereFrames = changed({}, () => ({ frameSha256: 'cd'.repeat(32) }));
    expect(
      compareRecord({ ...elsewhereFrames, environment: elsewhere.environment }, busy, 'copies').reasons
        .length,
    ).toBe(1);
  });

  it('of other matrices is compared by its code alone, and that is said', () => {
    const other = { ...record, corpus: { ...record.corpus, sha256: 'cd'.repeat(32) } };
    expect(compareRecord(other, record, 'copies')).toEqual({
      reasons: [],
      notes: ['the score of the record was not measured again, for want of its matrices'],
    });
  });
});

describe('a proof', () => {
  it('of code that the screening refuses runs none of it, and lists all that is wrong', async () => {
    const trace = join(root, 'it-ran');
    const code = `import { writeFileSync } from 'node:fs'; import 'two'; writeFileSync(${JSON.stringify(trace)}, '');`;
    const refused = await writeCopier(join(root, 'refused'), { code });
    const error = await failureOf(() =>
      proofOf({ solution: refused, reasons: ['the ledger lists another'] }),
    );
    expect(error).toMatchObject({ kind: 'mismatch', got: '3 reasons to doubt it' });
    expect((error as Error).message).toMatch(
      /^proof of copies: expected all that was claimed, got 3 reasons to doubt it; it is not published: the ledger lists another; screening: .*node:fs.*; screening: .*two/,
    );
    expect(existsSync(trace)).toBe(false);
  });

  it(
    'of trusted code lists the rules that it breaks beside what is not as in the record',
    async () => {
      const wrong = changed({ bundleSha256: 'cd'.repeat(32) });
      const error = await failureOf(() => proofOf({ record: wrong }));
      expect(error).toMatchObject({ kind: 'mismatch' });
      expect((error as Error).message).toMatch(
        /; rule golden-frames: .*; its code is not what was scored: /s,
      );
    },
    limitMs,
  );
});
