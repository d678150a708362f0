import { ArenaError } from '@matrix-arena/contract';
import { sql as raw } from 'kysely';
import { type Database, sql } from './database.ts';
import type { Row } from './schema/tables.ts';

/** A submission by its number, or by its key, which is unique over all ledgers. */
export type SubmissionRef = number | string;

/** @throws ArenaError `not-found` that names the competitions there are */
export function competitionRow(db: Database, slug: string): Row<'competitions'> {
  const row = db.first(sql.selectFrom('competitions').selectAll().where('slug', '=', slug));
  if (row !== undefined) return row;
  const known = db.all(sql.selectFrom('competitions').select('slug').orderBy('slug').limit(20));
  throw new ArenaError('not-found', {
    what: 'competition',
    expected:
      known.length === 0 ? 'one that was created' : `one of ${known.map((one) => one.slug).join(', ')}`,
    got: slug,
    hint: known.length === 0 ? 'create it first' : 'choose one of them',
  });
}

/** @throws ArenaError `not-found` that says which rounds there are */
export function roundRow(db: Database, { id, slug }: Row<'competitions'>, number: number): Row<'rounds'> {
  const rounds = sql.selectFrom('rounds').selectAll().where('competition_id', '=', id);
  const row = db.first(rounds.where('number', '=', number));
  if (row !== undefined) return row;
  const last = db.first(rounds.orderBy('number', 'desc').limit(1));
  throw new ArenaError('not-found', {
    what: `round of ${slug}`,
    expected: last === undefined ? 'one that was opened' : `1 to ${last.number}`,
    got: number,
    hint: last === undefined ? 'open a round first' : 'choose one of them',
  });
}

/** The round that runs; before the first and between two, the last one that ran; null when none ever did. */
export function currentRound(db: Database, competitionId: number): Row<'rounds'> | null {
  const row = db.first(
    sql
      .selectFrom('rounds')
      .selectAll()
      .where('competition_id', '=', competitionId)
      .where('state', '!=', 'pending')
      // Not by number alone: one that was planned early may open late.
      .orderBy(raw`closed_at IS NULL`, 'desc')
      .orderBy('opened_at', 'desc')
      .orderBy('number', 'desc')
      .limit(1),
  );
  return row ?? null;
}

/** @throws ArenaError `conflict` unless a round is open or evaluating */
export function runningRound(db: Database, competition: Row<'competitions'>): Row<'rounds'> {
  const round = currentRound(db, competition.id);
  if (round !== null && round.state !== 'completed') return round;
  throw new ArenaError('conflict', {
    what: competition.slug,
    expected: 'a running round',
    got: round === null ? 'none so far' : `round ${round.number}, which is completed`,
    hint: 'open a round first',
  });
}

/** @throws ArenaError `not-found` */
export function submissionRow(db: Database, ref: SubmissionRef): Row<'submissions'> {
  const column = typeof ref === 'number' ? 'id' : 'key';
  const row = db.first(sql.selectFrom('submissions').selectAll().where(column, '=', ref));
  if (row !== undefined) return row;
  throw new ArenaError('not-found', { what: `submission ${ref}`, hint: 'list the submissions to find it' });
}

/** Row of a table by its id, which another row names. */
export function rowById<T extends 'competitions' | 'rounds' | 'authors' | 'submissions'>(
  db: Database,
  table: T,
  id: number,
): Row<T> {
  const query = sql
    .selectFrom(table as 'competitions')
    .selectAll()
    .where('id', '=', id);
  const row = db.first(query);
  if (row === undefined) throw new Error(`${table} ${id} is named by another row and is not there`);
  return row as unknown as Row<T>;
}
