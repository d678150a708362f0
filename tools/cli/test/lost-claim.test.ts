import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { type Ledger, openLedger } from '@matrix-arena/ledger';
import { expect, it } from 'vitest';
import type { EvaluationContext } from '../src/competition/evaluate-submission.ts';
import { workOnQueue } from '../src/competition/queue.ts';
import { temporaryFolder } from './arena.ts';
import { configOf, openRound } from './dashboard-ledger.ts';

/** A round with one submission in the queue, and what an evaluator of it needs, whose inputs are read by `inputsOf`. */
async function queued(inputsOf: (ledger: Ledger) => ReturnType<EvaluationContext['inputsOf']>) {
  const path = join(await temporaryFolder(), 'ledger.sqlite');
  const ledger = openLedger(path);
  ledger.createCompetition(configOf('cup', 'The cup'));
  openRound(ledger, 'cup', 1);
  const submission = { author: 'ada', solution: 'planes', version: '1.0.0', tarball: Buffer.from('x') };
  ledger.submit({ competition: 'cup', ...submission });
  const context: EvaluationContext = {
    ledger,
    options: {
      isolation: 'unsafe-processes',
      isQuick: true,
      pool: undefined,
      // Long enough that no heartbeat comes by itself.
      leaseMs: 3_600_000,
      worker: 'worker',
    },
    progress: { update: () => {}, stop: () => {} },
    signal: new AbortController().signal,
    inputsOf: () => inputsOf(ledger),
  };
  const work = () => workOnQueue('cup', context, { isDone: () => false, whenEmpty: 'end' });
  return { path, ledger, work };
}

it('an evaluator goes on when the round is closed between two heartbeats', async () => {
  const closing = await queued(async () => {
    const other = openLedger(closing.path);
    other.closeRound('cup', { force: true });
    other.close();
    return { set: { name: 'none', dir: '', entries: [] }, matrices: [] };
  });
  await closing.work();
  expect(closing.ledger.submissionDetail(1).state).toBe('stale');
});

it('a pool that may not be read ends it, with the submission back in the queue', async () => {
  const { ledger, work } = await queued(async () => {
    throw new ArenaError('conflict', { what: 'pool', hint: 'access is denied' });
  });
  await expect(work()).rejects.toThrow(/^pool: access is denied$/);
  expect(ledger.submissionDetail(1)).toMatchObject({ state: 'queued', attempts: 0 });
});

it('which matters no more once the claim is lost', async () => {
  const { ledger, work } = await queued(async (open) => {
    open.closeRound('cup', { force: true });
    throw new ArenaError('conflict', { what: 'pool', hint: 'access is denied' });
  });
  await work();
  expect(ledger.submissionDetail(1).state).toBe('stale');
});
