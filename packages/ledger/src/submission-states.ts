import { randomBytes } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Context } from './context.ts';
import { sql } from './database.ts';
import { addEvent } from './events.ts';
import type { Row, Tables } from './schema/tables.ts';
import { assertTransition, claimedStates, type SubmissionState, submissionTransitions } from './states.ts';
import { submissionKey } from './submission-key.ts';

type Entry = Pick<
  Insertable<Tables['submissions']>,
  | 'competition_id'
  | 'round_id'
  | 'author_id'
  | 'solution'
  | 'version'
  | 'revision'
  | 'auto'
  | 'tarball_sha256'
  | 'tarball_bytes'
  | 'code_bytes'
>;

/** Queues a submission. @returns its id */
export function insertSubmission(
  context: Context,
  entry: Entry,
  detail: Readonly<Record<string, number>> = {},
  by?: string,
): number {
  const { db, now } = context;
  const { competition_id, round_id, author_id, solution, version, revision, auto } = entry;
  const { tarball_sha256, tarball_bytes, code_bytes } = entry;
  const at = now();
  const { id } = db.run(
    sql.insertInto('submissions').values({
      key: submissionKey(at, randomBytes(10)),
      competition_id,
      round_id,
      author_id,
      solution,
      version,
      revision,
      auto,
      tarball_sha256,
      tarball_bytes,
      code_bytes,
      state: 'queued',
      submitted_at: at,
      attempts: 0,
      is_decided: 0,
      became_top: 0,
    }),
  );
  const subject = { competition: competition_id, round: round_id, submission: id };
  addEvent(context, 'submission-queued', subject, { ...detail, auto: auto === 1 }, by);
  return id;
}

/**
 * The one way in which a submission changes its state.
 *
 * @throws ArenaError `conflict` for a change that the table does not have
 */
export function changeSubmission(
  context: Context,
  submission: Row<'submissions'>,
  to: SubmissionState,
  changes: Partial<Row<'submissions'>> = {},
  detail: Readonly<Record<string, string | number | null>> = {},
  by?: string,
): void {
  const { id, state, competition_id: competition, round_id: round } = submission;
  assertTransition(`submission ${id}`, submissionTransitions, state, to);
  const claimed: readonly string[] = claimedStates;
  const lease = claimed.includes(to) ? {} : { worker: null, lease_until: null };
  context.db.run(
    sql
      .updateTable('submissions')
      .set({ ...lease, ...changes, state: to })
      .where('id', '=', id),
  );
  addEvent(context, `submission-${to}`, { competition, round, submission: id }, detail, by);
}
