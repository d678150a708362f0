import { ArenaError } from '@matrix-arena/contract';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';
import { competitionRow, rowById, submissionRow } from './lookup.ts';
import { assertCount } from './page.ts';
import type { Row } from './schema/tables.ts';
import { changeSubmission } from './submission-states.ts';
import { type IsoTime, iso } from './time.ts';
import { decideTop } from './top.ts';

/** A submission that ended its evaluator so often is not tried again. */
const maxAttempts = 3;

/** Proof that an evaluator has a submission: it is lost when the lease ran out and another one took it. */
export interface Claim {
  readonly submission: number;
  readonly worker: string;
  readonly attempt: number;
}

export interface ClaimedSubmission extends Claim {
  readonly leaseUntil: IsoTime;
  readonly competition: string;
  readonly round: number;
  readonly author: string;
  readonly solution: string;
  readonly version: string;
  readonly auto: boolean;
  readonly tarballSha256: string;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface ClaimCommands {
  /**
   * Gives the oldest queued submission to an evaluator, which has to call `heartbeat` before the lease runs out.
   * What others held too long is queued again first, and `failed` with kind `crashed` after the third time.
   *
   * @param worker name of the evaluator, unique among those at work
   * @returns null when nothing is queued
   */
  claimNext(competition: string, worker: string, leaseMs: number): ClaimedSubmission | null;

  /**
   * Says that the screening was passed and the code of the submission runs now.
   *
   * @param codeBytes size of the solution's own code, as the screening found it
   * @throws ArenaError `conflict` when the claim is lost
   */
  startEvaluation(claim: Claim, codeBytes?: number | null): void;

  /**
   * Keeps a claim for so much longer, and tells how far the evaluation is.
   *
   * @throws ArenaError `conflict` when the claim is lost: stop working on it
   */
  heartbeat(claim: Claim, leaseMs: number, progress?: Progress): void;

  /**
   * Puts a claimed submission back into the queue, for example at Ctrl-C. It does not count as an attempt.
   *
   * @throws ArenaError `conflict` when the claim is lost
   */
  release(claim: Claim): void;
}

export function claimCommands(context: Context): ClaimCommands {
  const { db, now } = context;
  return {
    claimNext(competition, worker, leaseMs) {
      assertCount('lease in ms', leaseMs, Number.MAX_SAFE_INTEGER);
      return db.write(() => {
        const { id } = competitionRow(db, competition);
        takeBackExpired(context, id);
        const row = oldestQueued(db, id);
        if (row === undefined) return null;
        const claim = { submission: row.id, worker, attempt: row.attempts + 1 };
        const leaseUntil = now() + leaseMs;
        const changes = { worker, attempts: claim.attempt, lease_until: leaseUntil };
        changeSubmission(context, row, 'screening', changes, { attempt: claim.attempt }, worker);
        return {
          ...claim,
          leaseUntil: iso(leaseUntil),
          competition,
          round: rowById(db, 'rounds', row.round_id).number,
          author: rowById(db, 'authors', row.author_id).name,
          solution: row.solution,
          version: row.version,
          auto: row.auto === 1,
          tarballSha256: row.tarball_sha256,
        };
      });
    },

    startEvaluation(claim, codeBytes = null) {
      db.write(() => {
        const row = heldSubmission(db, claim);
        changeSubmission(context, row, 'evaluating', { code_bytes: codeBytes }, {}, claim.worker);
      });
    },

    heartbeat(claim, leaseMs, progress) {
      assertCount('lease in ms', leaseMs, Number.MAX_SAFE_INTEGER);
      const reached = progress === undefined ? {} : progressColumns(progress);
      db.write(() => {
        const { id } = heldSubmission(db, claim);
        const changes = { lease_until: now() + leaseMs, ...reached };
        db.run(sql.updateTable('submissions').set(changes).where('id', '=', id));
      });
    },

    release(claim) {
      db.write(() => {
        const row = heldSubmission(db, claim);
        const changes = { ...noProgress, attempts: row.attempts - 1 };
        changeSubmission(context, row, 'queued', changes, { reason: 'released' }, claim.worker);
      });
    },
  };
}

/** @throws ArenaError `usage` for a progress that cannot be */
function progressColumns({ done, total }: Progress) {
  if (![done, total].every(Number.isInteger) || done < 0 || done > total) {
    const expected = '0 <= done <= total, in matrices';
    throw new ArenaError('usage', {
      what: 'progress',
      expected,
      got: `${done} of ${total}`,
      hint: 'correct it',
    });
  }
  return { progress_done: done, progress_total: total };
}

const noProgress = { progress_done: null, progress_total: null };

/** @throws ArenaError `conflict` unless the claim still holds */
export function heldSubmission(db: Database, { submission, worker, attempt }: Claim): Row<'submissions'> {
  const row = submissionRow(db, submission);
  if (row.worker === worker && row.attempts === attempt) return row;
  throw new ArenaError('conflict', {
    what: `submission ${submission}`,
    expected: `screening or evaluating, claimed by ${worker} in attempt ${attempt}`,
    got:
      row.worker === null ? row.state : `${row.state}, claimed by ${row.worker} in attempt ${row.attempts}`,
    hint: 'the claim is lost; drop this evaluation and claim the next',
  });
}

function oldestQueued(db: Database, competitionId: number): Row<'submissions'> | undefined {
  return db.first(
    sql
      .selectFrom('submissions')
      .selectAll()
      .where('competition_id', '=', competitionId)
      .where('state', '=', 'queued')
      .orderBy('id')
      .limit(1),
  );
}

function takeBackExpired(context: Context, competitionId: number): void {
  const { db, now } = context;
  const expired = db.all(
    sql
      .selectFrom('submissions')
      .selectAll()
      .where('competition_id', '=', competitionId)
      .where('worker', 'is not', null)
      .where('lease_until', '<', now()),
  );
  for (const row of expired) {
    const detail = { reason: 'lease-expired', worker: row.worker, attempt: row.attempts };
    if (row.attempts < maxAttempts) changeSubmission(context, row, 'queued', noProgress, detail);
    else giveUp(context, row, detail);
  }
}

function giveUp(
  context: Context,
  row: Row<'submissions'>,
  detail: Readonly<Record<string, string | number | null>>,
) {
  const failure = {
    message: `its evaluator was gone ${row.attempts} times`,
    fields: { attempts: row.attempts, worker: row.worker },
  };
  const changes = {
    failure_kind: 'crashed',
    failure: JSON.stringify(failure),
    evaluated_at: context.now(),
  };
  changeSubmission(context, row, 'failed', changes, detail);
  decideTop(context, row.round_id);
}
