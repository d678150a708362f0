import { expect, it } from 'vitest';
import { type RoundRanking, roundRankingText } from '../src/competition/round-ranking.ts';
import { undecidedText } from '../src/competition/round-text.ts';
import { fieldLabel, measuringText } from '../src/competition/wording.ts';
import { byteCount } from '../src/format.ts';
import { arena } from './arena.ts';
import { demoLedger } from './dashboard-ledger.ts';

const { ledger, path } = await demoLedger();

it('one of something is no plural', () => {
  const shown = ledger.competitionSummary('winter-cup').round;
  if (shown === null) throw new Error('no round');
  const heading = (matrixCount: number): string => {
    const ranking: RoundRanking = { competition: 'cup', round: { ...shown, matrixCount }, ranks: [] };
    return roundRankingText(ranking);
  };
  expect(heading(1)).toContain(' on 1 matrix, ');
  expect(heading(2)).toContain(' on 2 matrices, ');
  expect([byteCount(1), byteCount(0), byteCount(20_000)]).toEqual(['1 byte', '0 bytes', '20 000 bytes']);
  expect(measuringText({ repeats: 1, timeBudgetMs: 0 })).toMatch(/^1 pass over/);
  expect(measuringText({ repeats: 2, timeBudgetMs: 0 })).toMatch(/^2 passes over/);
  const waiting = { ...shown, awaited: 'holder-not-re-run', state: 'open' } as const;
  expect(undecidedText({ ...waiting, undecided: 1 })).toMatch(/^1 score: the holder is not yet /);
  expect(undecidedText({ ...waiting, undecided: 2 })).toMatch(/^2 scores: /);
});

it('a list of one submission says so, also past its end', async () => {
  const list = (...args: string[]) => arena(['list', '-c', 'spring-cup', '--ledger', path, ...args]);
  const one = ['--find', '58'];
  expect((await list(...one)).stdout).toMatch(/^spring-cup: 1 submission · /);
  expect((await list(...one, '-p', '2')).stdout).toBe('no page 2 of 1 submission\n');
});

it('names of fields are told in words', () => {
  expect(['stage', 'failedMatrices', 'codeLimitBytes'].map(fieldLabel)).toEqual([
    'stage',
    'failed matrices',
    'code limit bytes',
  ]);
});
