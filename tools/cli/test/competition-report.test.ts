import { join } from 'node:path';
import type { Result } from '@matrix-arena/contract/schemas';
import { openLedger } from '@matrix-arena/ledger';
import { expect, it } from 'vitest';
import { competitionReport } from '../src/competition/competition-report.ts';
import { temporaryFolder } from './arena.ts';
import { configOf, measurement, openRound } from './dashboard-ledger.ts';
import { resultOf, solutionOf } from './results.ts';

/** A round in which each author was scored, the best first, and what was stored of it. */
async function ledgerOf(stored: Readonly<Record<string, object>>) {
  const ledger = openLedger(join(await temporaryFolder(), 'ledger.sqlite'));
  ledger.createCompetition(configOf('cup', 'The cup'));
  openRound(ledger, 'cup', 1);
  for (const [index, [author, result]] of Object.entries(stored).entries()) {
    const tarball = Buffer.from(author);
    ledger.submit({ competition: 'cup', author, solution: 'planes', version: '1.0.0', tarball });
    const claim = ledger.claimNext('cup', 'worker', 1e6);
    if (claim === null) throw new Error('nothing is queued');
    ledger.startEvaluation(claim, 1);
    ledger.recordScore(claim, measurement(ledger, claim, 0.6 - 0.01 * index), [
      { name: 'result.json', type: 'result', bytes: Buffer.from(JSON.stringify(result)) },
    ]);
  }
  return ledger;
}

/** A run in which the solution was timed a second time, as its own control. */
function timedTwice(): Result {
  const solution = solutionOf('planes', 400);
  return { ...resultOf([solution]), control: { solution: 'planes', trials: solution.trials } };
}

it('tells solutions of one name apart, with all that a run says of them', async () => {
  const ledger = await ledgerOf({ ada: timedTwice(), bob: timedTwice() });
  const { sections, competition } = competitionReport(ledger, 'cup', { top: 10, viewer: 'public' });
  const [section] = sections;
  expect(section.solutions.map(({ name }) => name).sort()).toEqual(['planes of ada', 'planes of bob']);
  expect(section.noiseFloor).not.toBeNull();
  expect(competition?.submissions.map(({ author }) => author)).toEqual(['bob', 'ada']);
});

it('leaves out what cannot be read, and says so', async () => {
  const ledger = await ledgerOf({ ada: { schemaVersion: 1 }, bob: timedTwice() });
  const skipped: string[] = [];
  const onSkipped = (reason: string) => skipped.push(reason);
  const { sections } = competitionReport(ledger, 'cup', { top: 10, viewer: 'public', onSkipped });
  expect(sections.map(({ solutions }) => solutions.map(({ name }) => name))).toEqual([['planes']]);
  expect(skipped).toEqual(['result.json of submission 1: cannot be read: another version of arena wrote it']);
});

it('shows no more than it is asked for', async () => {
  const ledger = await ledgerOf({ ada: timedTwice(), bob: timedTwice() });
  const { sections } = competitionReport(ledger, 'cup', { top: 1, viewer: 'public' });
  expect(sections.map(({ solutions }) => solutions.map(({ name }) => name))).toEqual([['planes']]);
});
