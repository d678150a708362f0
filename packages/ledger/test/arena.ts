import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type Claim,
  type CompetitionConfigInput,
  type Ledger,
  type LedgerOptions,
  type Measurement,
  openLedger,
  type RoundInput,
} from '../src/index.ts';

export const hourMs = 3_600_000;
export const start = Date.parse('2026-01-01T00:00:00Z');

/** A new folder that is gone after the test. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'ledger-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export interface Arena {
  readonly ledger: Ledger;
  readonly path: string;
  /** In milliseconds; set it to move time. */
  readonly clock: { now: number };
}

/** A ledger in a folder of its own, with a clock that stands still. */
export function tempLedger(options: LedgerOptions = {}): Arena {
  const clock = { now: start };
  const path = join(tempDir(), 'ledger.sqlite');
  const ledger = openLedger(path, { now: () => new Date(clock.now), ...options });
  onTestFinished(() => ledger.close());
  return { ledger, path, clock };
}

export const config: CompetitionConfigInput = {
  id: 'cup',
  name: 'The cup',
  pool: { name: 'samples', sampleCount: 2 },
  baseline: { name: 'reference', version: '1.0.0' },
};

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Inputs of the n-th round: matrices `a` and `b`. */
export function roundInput(number: number, changes: Partial<RoundInput> = {}): RoundInput {
  const shape = { rows: 5, cols: 100, originalBytes: 1000, kind: 'residual', direction: 'forward' };
  const matrices = ['a', 'b'].map((id) => ({ id, ...shape, sha256: sha256(`${number} ${id}`) }));
  return {
    competition: 'cup',
    seed: 1000 + number,
    corpus: { name: 'samples', sha256: corpusSha256(number), poolCount: 10, matrices },
    ...changes,
  };
}

export function corpusSha256(round: number): string {
  return sha256(`corpus ${round}`);
}

/** A competition with its first round open, and its baseline measured at 0.5. */
export function openArena(changes: Partial<CompetitionConfigInput> = {}, options: LedgerOptions = {}): Arena {
  const arena = tempLedger(options);
  arena.ledger.createCompetition({ ...config, ...changes });
  arena.ledger.openRound(roundInput(1));
  recordBaseline(arena, 1, 0.5);
  return arena;
}

export function recordBaseline({ ledger }: Arena, round: number, score: number): void {
  const figures = { rules: 'lossless-v1', corpusSha256: corpusSha256(round) };
  ledger.recordBaseline('cup', { ...figures, score, low: score, high: score, matrixScores: { a: score } });
}

/** Submits a solution whose tarball is told from others by its version. */
export function submit({ ledger }: Arena, author: string, version = '1.0.0', solution = 'codec') {
  const tarball = Buffer.from(`${author} ${solution} ${version}`);
  return ledger.submit({ competition: 'cup', author, solution, version, tarball });
}

export function claim({ ledger }: Arena, worker = 'worker') {
  const claimed = ledger.claimNext('cup', worker, hourMs);
  if (claimed === null) throw new Error('nothing is queued');
  return claimed;
}

/** Claims the next submission and records a score for it. */
export function evaluate(arena: Arena, score: number) {
  const claimed = claim(arena);
  arena.ledger.startEvaluation(claimed, 100);
  return { ...claimed, ...record(arena, claimed, score, claimed.round) };
}

export function record({ ledger }: Arena, claimed: Claim, score: number, round: number) {
  return ledger.recordScore(claimed, measurement(score, round));
}

export function measurement(score: number, round = 1): Measurement {
  const trial = { outcome: 'ok', compressedBytes: 400, compressMs: 1, decompressMs: 2, score } as const;
  return {
    rules: 'lossless-v1',
    corpusSha256: corpusSha256(round),
    score,
    low: score - 0.001,
    high: score + 0.001,
    ratio: 2.5,
    bitsPerValue: 6.4,
    compressThroughput: 1e6,
    decompressThroughput: 2e6,
    coldMs: 5,
    codeBytes: 100,
    evaluationMs: 1234,
    trials: [
      { matrix: 'a', ...trial },
      { matrix: 'b', ...trial },
    ],
  };
}

/** Kind and message of what a call throws. */
export function problemOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    const { kind, message } = error as { kind?: string; message: string };
    return `${kind}: ${message}`;
  }
  return 'nothing was thrown';
}
