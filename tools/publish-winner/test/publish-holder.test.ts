import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '@matrix-arena/contract/schemas';
import { baselineOf, type FileInput, type Ledger, openLedger, outcomeOf } from '@matrix-arena/ledger';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { holderOfRound, recordPublication, standingOfRound, winnerOf } from '../src/index.ts';
import { writeCopier } from './copier.ts';
import { failureOf } from './installed.ts';
import { runOf } from './runs.ts';

let root: string;
/** A run of three solutions: frames of the one with the most padding are the longest. */
let result: Result;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'holder-'));
  const names = ['stands', 'wins', 'follows'];
  result = halved(
    await runOf(...(await Promise.all(names.map((name) => writeCopier(join(root, name), { name }))))),
  );
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** With frames of different lengths, so that the scores are as the names say, whatever the times. */
function halved(run: Result): Result {
  const shares: Readonly<Record<string, number>> = { stands: 0.9, follows: 0.5, wins: 0.3 };
  const solutions = run.solutions.map((one) => ({
    ...one,
    trials: one.trials.map((trial) =>
      trial.outcome === 'ok'
        ? { ...trial, compressedBytes: Math.round(shares[one.manifest.name] * trial.compressedBytes) }
        : trial,
    ),
  }));
  return { ...run, solutions };
}

/** The result of one solution alone, as an evaluation keeps it. */
function resultOf(name: string): Result {
  return {
    ...result,
    control: null,
    solutions: result.solutions.filter(({ manifest }) => manifest.name === name),
  };
}

function resultFile(value: unknown): FileInput {
  return { name: 'result.json', type: 'result', bytes: Buffer.from(JSON.stringify(value)) };
}

/** A ledger with an open round in which the given solutions were scored. */
function ledgerWith(
  names: readonly string[],
  files = (name: string) => [resultFile(resultOf(name))],
): Ledger {
  const ledger = openLedger(join(mkdtempSync(join(root, 'ledger-')), 'ledger.sqlite'));
  onTestFinished(() => ledger.close());
  const pool = { name: 'two', sampleCount: 2 };
  ledger.createCompetition({
    id: 'cup',
    name: 'The cup',
    pool,
    baseline: { name: 'stands', version: '1.0.0' },
  });
  const { sha256, matrices, name, poolCount } = result.corpus;
  ledger.openRound({ competition: 'cup', seed: 7, corpus: { name, sha256, poolCount, matrices } });
  ledger.recordBaseline('cup', baselineOf(result, 'stands'));
  for (const [index, solution] of names.entries()) {
    const tarball = Buffer.from(solution);
    ledger.submit({ competition: 'cup', author: `author-${index}`, solution, version: '1.0.0', tarball });
    const claim = ledger.claimNext('cup', 'worker', 60_000);
    const outcome = outcomeOf(result, solution);
    if (claim === null || outcome.outcome !== 'scored')
      throw new Error('expected a submission that can be scored');
    ledger.startEvaluation(claim, 100);
    ledger.recordScore(claim, outcome.measurement, files(solution));
  }
  return ledger;
}

it('the holder of the newest completed round is found with its record', () => {
  const ledger = ledgerWith(['follows', 'wins']);
  ledger.closeRound('cup');
  const { submission, round, record, contradictions, tarball } = holderOfRound(ledger, 'cup', undefined);
  expect([submission.solution, round.number, contradictions]).toEqual(['wins', 1, []]);
  expect(record).toEqual(resultOf('wins'));
  expect(Buffer.from(tarball).toString()).toBe('wins');
});

it('its standing has every rival and the baseline, the best first, and names no author', () => {
  const ledger = ledgerWith(['follows', 'wins']);
  ledger.closeRound('cup');
  const standing = standingOfRound(ledger, 'cup', holderOfRound(ledger, 'cup', 1));
  expect(standing.contestants.map(({ name, role }) => [name, role])).toEqual([
    ['wins', 'winner'],
    ['follows', 'other'],
    ['stands', 'reference'],
  ]);
  expect(standing.contest).toEqual({ name: 'The cup', round: 1, seed: 7 });
  expect(winnerOf(standing).score).toBeCloseTo(0.7, 1);
  expect(JSON.stringify(standing.contestants)).not.toContain('author');
});

it('a round that runs, that there is not, or that nobody won has none', async () => {
  const ledger = ledgerWith(['stands']);
  const running = await failureOf(() => holderOfRound(ledger, 'cup', undefined));
  expect(running).toMatchObject({
    kind: 'conflict',
    what: 'rounds of cup',
    expected: 'completed',
    got: 'none',
  });
  const open = await failureOf(() => holderOfRound(ledger, 'cup', 1));
  expect(open).toMatchObject({
    kind: 'conflict',
    what: 'round 1 of cup',
    expected: 'completed',
    got: 'open',
  });
  expect(await failureOf(() => holderOfRound(ledger, 'cup', 2))).toMatchObject({ kind: 'not-found' });
  ledger.closeRound('cup');
  const nobody = await failureOf(() => holderOfRound(ledger, 'cup', undefined));
  expect(nobody).toMatchObject({ kind: 'conflict', got: 'none that was enough above the baseline' });
});

it('a record that is missing or damaged is refused, and one that says something else is told', async () => {
  const missing = ledgerWith(['wins'], () => []);
  missing.closeRound('cup');
  expect(await failureOf(() => holderOfRound(missing, 'cup', 1))).toMatchObject({ kind: 'not-found' });
  const damaged = ledgerWith(['wins'], () => [resultFile('nothing')]);
  damaged.closeRound('cup');
  expect(await failureOf(() => holderOfRound(damaged, 'cup', 1))).toMatchObject({ kind: 'bad-format' });
  const other = { ...resultOf('wins'), corpus: { ...result.corpus, sha256: 'cd'.repeat(32) } };
  const [winner] = result.solutions.filter(({ manifest }) => manifest.name === 'follows');
  const inflated = { ...other, solutions: [{ ...winner, manifest: { ...winner.manifest, name: 'wins' } }] };
  const altered = ledgerWith(['wins'], () => [resultFile(inflated)]);
  altered.closeRound('cup');
  expect(holderOfRound(altered, 'cup', 1).contradictions).toEqual([
    expect.stringMatching(/^the ledger lists matrices \w{64}, its result\.json has (cd)+$/),
    expect.stringMatching(/^the ledger lists score 0\.\d+, its result\.json has 0\.\d+$/),
  ]);
});

it('a publication is kept with the submission, once', () => {
  const ledger = ledgerWith(['wins']);
  const published = { version: '1.0.0', registry: 'http://localhost/', integrity: 'sha512-x' };
  expect(recordPublication(ledger, 1, published)).toBe(true);
  expect(recordPublication(ledger, 1, published)).toBe(false);
  const file = Buffer.from(ledger.readFile(1, 'published/1.0.0.json', 'organiser'));
  expect(JSON.parse(file.toString())).toEqual({ package: '@matrix-arena/codec', ...published });
  expect(ledger.competitionSummary('cup').notes.map(({ text }) => text)).toEqual([
    'submission 1 is published as @matrix-arena/codec 1.0.0',
  ]);
});
