import { createHash } from 'node:crypto';
import { ArenaError } from '@matrix-arena/contract';
import { sql as raw } from 'kysely';
import { z } from 'zod';
import { putBlob } from './blobs.ts';
import { bytesSchema, type CompetitionConfig, parseWith } from './config.ts';
import { configOf } from './configs.ts';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';
import { insertFile } from './files.ts';
import { competitionRow, runningRound } from './lookup.ts';
import { counted } from './page.ts';
import type { Row } from './schema/tables.ts';
import type { SubmissionState } from './states.ts';
import { changeSubmission, insertSubmission } from './submission-states.ts';
import { hourMs, iso } from './time.ts';

/** Who submits. */
export const authorSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 letters, digits, points, hyphens and underscores');

const inputSchema = z.strictObject({
  competition: z.string(),
  author: authorSchema,
  /** Name and version as the manifest of the package has them. */
  solution: z.string().min(1).max(64),
  version: z.string().min(1).max(64),
  /** What `npm pack` made. */
  tarball: bytesSchema.refine((bytes) => bytes.length > 0, 'is empty'),
});
export type SubmitInput = z.infer<typeof inputSchema>;

export interface Submitted {
  readonly id: number;
  readonly key: string;
  /** False when this author has sent this very tarball in this round before: that submission is what is returned. */
  readonly isNew: boolean;
  readonly round: number;
  readonly revision: number;
  readonly state: SubmissionState;
  /** Older submissions of the same solution that were still queued, and now are not. */
  readonly replaced: readonly number[];
}

export interface SubmitCommands {
  /**
   * Queues a solution in the round that is open. Sending the same again changes nothing, so that it can be repeated
   * whenever it is not known whether it arrived.
   *
   * @throws ArenaError `bad-format`, `not-found`; `limit-exceeded` for a tarball that is too large; `conflict` when no
   *   round is open; `rate-limited` with the time from which it works again
   */
  submit(input: SubmitInput): Submitted;
}

export function submitCommands(context: Context): SubmitCommands {
  return {
    submit(input) {
      const checked = parseWith(inputSchema, input, 'submission', 'correct it');
      return context.db.write(() => submit(context, checked));
    },
  };
}

function submit(context: Context, input: SubmitInput): Submitted {
  const { db, now } = context;
  const { author, tarball, solution, version } = input;
  const competition = competitionRow(db, input.competition);
  const config = configOf(competition);
  const round = runningRound(db, competition);
  const authorId = authorIdOf(db, author, now());
  const known = sameSubmission(db, round.id, authorId, tarball);
  if (known !== undefined) return submitted(known, round, false, []);

  assertTakesSubmissions(round, now());
  if (tarball.length > config.limits.tarballBytes) {
    throw new ArenaError('limit-exceeded', {
      what: `tarball of ${solution}`,
      expected: `at most ${config.limits.tarballBytes} bytes`,
      got: tarball.length,
      hint: 'leave out of the package what the solution does not need',
    });
  }
  assertWithinRate(context, competition.id, authorId, author, config.rateLimit);

  const older = queuedOf(db, round.id, authorId, solution);
  for (const submission of older) changeSubmission(context, submission, 'replaced', {}, {}, author);
  const { sha256, size } = putBlob(db, tarball);
  const id = insertSubmission(
    context,
    {
      competition_id: competition.id,
      round_id: round.id,
      author_id: authorId,
      solution,
      version,
      revision: lastRevision(db, competition.id, authorId) + 1,
      auto: 0,
      tarball_sha256: sha256,
      tarball_bytes: size,
      code_bytes: null,
    },
    {},
    author,
  );
  insertFile(context, id, { name: tarballName(solution, version), type: 'tarball', bytes: tarball });
  const row = db.first(sql.selectFrom('submissions').selectAll().where('id', '=', id)) as Row<'submissions'>;
  return submitted(
    row,
    round,
    true,
    older.map((one) => one.id),
  );
}

function submitted(
  { id, key, revision, state }: Row<'submissions'>,
  { number }: Row<'rounds'>,
  isNew: boolean,
  replaced: readonly number[],
): Submitted {
  return { id, key, isNew, round: number, revision, state, replaced };
}

function tarballName(solution: string, version: string): string {
  return `${solution.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`;
}

function authorIdOf(db: Database, name: string, at: number): number {
  const row = db.first(sql.selectFrom('authors').select('id').where('name', '=', name));
  return row?.id ?? db.run(sql.insertInto('authors').values({ name, first_seen_at: at })).id;
}

function sameSubmission(
  db: Database,
  roundId: number,
  authorId: number,
  tarball: Uint8Array,
): Row<'submissions'> | undefined {
  return db.first(
    sql
      .selectFrom('submissions')
      .selectAll()
      .where('round_id', '=', roundId)
      .where('author_id', '=', authorId)
      .where('tarball_sha256', '=', createHash('sha256').update(tarball).digest('hex')),
  );
}

function assertTakesSubmissions({ number, state, closes_at: closesAt }: Row<'rounds'>, now: number): void {
  const isOver = closesAt !== null && closesAt <= now;
  if (state === 'open' && !isOver) return;
  throw new ArenaError('conflict', {
    what: `round ${number}`,
    expected: 'open to take submissions',
    got: isOver ? `over since ${iso(closesAt)}` : state,
    hint: 'submit in the next round',
  });
}

function assertWithinRate(
  { db, now }: Context,
  competitionId: number,
  authorId: number,
  author: string,
  limit: CompetitionConfig['rateLimit'],
): void {
  if (limit === null) return;
  const windowMs = limit.windowHours * hourMs;
  const inWindow = sql
    .selectFrom('submissions')
    .where('competition_id', '=', competitionId)
    .where('author_id', '=', authorId)
    .where('auto', '=', 0)
    .where('submitted_at', '>', now() - windowMs);
  const count = db.first(inWindow.select(counted))?.count ?? 0;
  if (count < limit.count) return;
  // It works again when so many have left the window that one more fits in.
  const oldest = inWindow
    .select('submitted_at')
    .orderBy('submitted_at', 'desc')
    .limit(1)
    .offset(limit.count - 1);
  const nextAt = (db.first(oldest)?.submitted_at ?? now()) + windowMs;
  throw new ArenaError('rate-limited', {
    what: `submissions of ${author}`,
    expected: `at most ${limit.count} in ${limit.windowHours} h`,
    got: count + 1,
    hint: `submit again from ${iso(Math.ceil(nextAt))}`,
  });
}

function queuedOf(db: Database, roundId: number, authorId: number, solution: string): Row<'submissions'>[] {
  return db.all(
    sql
      .selectFrom('submissions')
      .selectAll()
      .where('round_id', '=', roundId)
      .where('author_id', '=', authorId)
      .where('state', '=', 'queued')
      .where('solution', '=', solution)
      .where('auto', '=', 0),
  );
}

function lastRevision(db: Database, competitionId: number, authorId: number): number {
  const last = db.first(
    sql
      .selectFrom('submissions')
      .select('revision')
      .where('competition_id', '=', competitionId)
      .where('author_id', '=', authorId)
      .where('auto', '=', raw.lit(0))
      .orderBy('revision', 'desc')
      .limit(1),
  );
  return last?.revision ?? 0;
}
