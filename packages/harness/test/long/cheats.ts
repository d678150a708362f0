import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import type { Result, SolutionResult } from '@matrix-arena/contract/schemas';
import { type Isolation, readSolutionPackage, runBench } from '@matrix-arena/harness';
import { findRuleSet, rankResult } from '@matrix-arena/scoring';
import { expect, onTestFinished } from 'vitest';
import type { Cheat, Expectation } from '../cheats/cheats.ts';
import { cheatCorpus } from '../cheats/matrices.ts';
import { packCheat } from '../cheats/pack.ts';
import { quickOptions } from '../helpers.ts';
import { descendants } from './processes.ts';

export const rules = findRuleSet('lossless-v1');
const matrices = cheatCorpus();

/** A part of the honest time that who does the honest work does not get below: runs here are short, machines shared. */
const leastTimeShare = 0.8;

/** Benches a cheat beside the honest codec that it is made of; nothing may be left behind. */
export async function benchCheat(cheat: Cheat, honest: Cheat, isolation: Isolation): Promise<Result> {
  const expected = isolation === 'threads' ? cheat.threads : cheat.sandbox;
  const needsQuiet = expected?.score === 'true' && expected.findings?.includes('hidden-threads') === true;
  const folder = await mkdtemp(join(os.tmpdir(), 'arena-cheat-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const names = cheat.name === honest.name ? [honest] : [honest, cheat];
  const paths = await Promise.all(names.map((one) => packCheat(one, folder)));
  const [filesBefore, processesBefore] = [await listing(folder), await descendants()];
  const result = await runBench({
    solutions: await Promise.all(paths.map(readSolutionPackage)),
    matrices,
    corpus: { name: 'cheats', roundSeed: 1, poolCount: matrices.length },
    rules,
    options: {
      ...quickOptions,
      isolation,
      // Threads beside the codec's own are seen by the time that they take of cores that nobody else uses.
      quietWaitMs: needsQuiet ? 60_000 : 0,
      repeats: 4,
      samplesPerStage: 4,
      loadLimitMs: 3000,
      callLimitMs: 2000,
      runLimitMs: 20_000,
      memoryLimitBytes: 4e8,
    },
    signal: new AbortController().signal,
    onEvent: () => {},
  });
  expect(await listing(folder)).toEqual(filesBefore);
  expect(await descendants()).toEqual(processesBefore);
  return result;
}

async function listing(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

/** The expectation of a cheat, held against what the result says of it. */
export function expectOutcome(result: Result, { name }: Cheat, expected: Expectation): void {
  const solution = result.solutions.find(({ manifest }) => manifest.name === name) as SolutionResult;
  const [honest] = result.solutions;
  const rows = new Map(rankResult(result, rules).rows.map((row) => [row.name, row]));
  const failures = failuresOf(solution);
  const honestScore = rows.get(honest.manifest.name)?.score ?? 0;
  const score = rows.get(name)?.score ?? 0;
  expect(failuresOf(honest).map(said)).toEqual([]);
  if (expected.score === 'zero' || (expected.score === 'true-or-zero' && failures.length > 0)) {
    const unexpected = failures.filter(({ outcome }) => !(expected.outcomes as string[]).includes(outcome));
    expect(unexpected.map(said)).toEqual([]);
    expect(failures.length).toBeGreaterThan(0);
    expect(score).toBeLessThanOrEqual(honestScore);
    if (expected.score === 'zero') expect(failures[0].message).toMatch(expected.message);
    if (expected.score === 'zero') expect(score).toBe(0);
    return;
  }
  expect(failures.map(said)).toEqual([]);
  expect(sizesOf(solution)).toEqual(sizesOf(honest));
  const gainsTime = expected.score === 'true' && expected.gainsTime === true;
  if (!gainsTime) expect(shortestMs(solution)).toBeGreaterThan(leastTimeShare * shortestMs(honest));
  const kinds = solution.findings.map(({ kind }) => kind);
  const wanted = expected.score === 'true' ? (expected.findings ?? []) : [];
  expect(kinds).toEqual(expect.arrayContaining([...wanted]));
}

interface Failed {
  readonly outcome: string;
  readonly message: string;
}

function said({ outcome, message }: Failed): string {
  return `${outcome}: ${message}`;
}

function failuresOf({ status, trials }: SolutionResult): Failed[] {
  if (status.state !== 'measured') return [{ outcome: status.state, message: status.message }];
  return trials.flatMap((trial) =>
    trial.outcome === 'ok' ? [] : [{ outcome: trial.outcome, message: trial.message }],
  );
}

function sizesOf({ trials }: SolutionResult): number[] {
  return trials.map((trial) => (trial.outcome === 'ok' ? trial.compressedBytes : 0));
}

/** The shortest sample of each matrix, added up: load makes times longer, never shorter. */
function shortestMs({ trials }: SolutionResult): number {
  const shortest = trials.map((trial) =>
    trial.outcome === 'ok' ? Math.min(...trial.compressMs) + Math.min(...trial.decompressMs) : 0,
  );
  return shortest.reduce((sum, ms) => sum + ms, 0);
}
