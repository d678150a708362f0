import { ArenaError } from '@matrix-arena/contract';
import type { MatrixInfo } from '@matrix-arena/contract/schemas';
import { changeCompetition } from './competitions.ts';
import { configOf } from './configs.ts';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';
import { addEvent } from './events.ts';
import { competitionRow, currentRound, rowById } from './lookup.ts';
import { changeRound } from './round-states.ts';
import type { RoundInput } from './rounds.ts';
import type { Row } from './schema/tables.ts';
import { unfinishedStates } from './states.ts';
import { changeSubmission, insertSubmission } from './submission-states.ts';
import { hourMs } from './time.ts';
import { currentHolder, undecidedCount } from './top.ts';

/** What became of a round that was opened. */
export interface OpenedRound {
  readonly number: number;
  /** The holder's re-entry, which has to be measured before anyone can take the top; null without a holder. */
  readonly defender: number | null;
}

/** A pending round with its matrices. */
export function insertRound(context: Context, input: RoundInput, opensAt: number | null): Row<'rounds'> {
  const { db } = context;
  const competition = competitionRow(db, input.competition);
  assertTakesRounds(competition);
  const { rules, beatFactor, roundHours } = configOf(competition);
  const { seed, corpus } = input;
  const { id } = db.run(
    sql.insertInto('rounds').values({
      competition_id: competition.id,
      number: lastNumber(db, competition.id) + 1,
      state: 'pending',
      rules,
      beat_factor: beatFactor,
      seed,
      pool_count: corpus.poolCount,
      corpus_name: corpus.name,
      corpus_sha256: corpus.sha256,
      opens_at: opensAt,
      opened_at: null,
      closes_at: endOf(input, opensAt ?? context.now(), roundHours),
      closed_at: null,
      baseline_score: null,
      baseline_low: null,
      baseline_high: null,
      defender_id: null,
      top_submission_id: null,
      top_score: null,
    }),
  );
  insertMatrices(db, id, corpus.matrices);
  addEvent(context, 'round-pending', { competition: competition.id, round: id });
  return rowById(db, 'rounds', id);
}

function assertTakesRounds({ slug, state }: Row<'competitions'>): void {
  if (state === 'pending' || state === 'open') return;
  throw new ArenaError('conflict', {
    what: `competition ${slug}`,
    expected: 'pending or open to take a round',
    got: state,
    hint: 'create another competition',
  });
}

function endOf({ closesAt }: RoundInput, from: number, roundHours: number | null): number | null {
  const byConfig = roundHours === null ? null : Math.round(from + roundHours * hourMs);
  const end = closesAt === undefined ? byConfig : (closesAt?.getTime() ?? null);
  if (end === null || end > from) return end;
  throw new ArenaError('usage', { what: 'round', hint: 'would end before it begins; name a later time' });
}

function lastNumber(db: Database, competitionId: number): number {
  const rounds = sql.selectFrom('rounds').where('competition_id', '=', competitionId);
  return db.first(rounds.select('number').orderBy('number', 'desc').limit(1))?.number ?? 0;
}

function insertMatrices(db: Database, roundId: number, matrices: readonly MatrixInfo[]): void {
  for (const { id, rows, cols, originalBytes, sha256, direction, kind, bounds } of matrices) {
    db.run(
      sql.insertInto('round_matrices').values({
        round_id: roundId,
        matrix: id,
        rows,
        cols,
        original_bytes: originalBytes,
        sha256,
        direction: direction ?? null,
        kind: kind ?? null,
        bounds: bounds === undefined ? null : JSON.stringify(bounds),
        baseline_score: null,
      }),
    );
  }
}

/** Opens a pending round and queues the holder again. */
export function open(context: Context, round: Row<'rounds'>): OpenedRound {
  const { db, now } = context;
  const competition = rowById(db, 'competitions', round.competition_id);
  assertTakesRounds(competition);
  assertNoneRuns(db, competition);
  if (competition.state === 'pending') changeCompetition(context, competition, 'open');
  changeRound(context, round, 'open', { opened_at: now() });
  const holder = currentHolder(db, competition.id);
  if (holder === undefined) return { number: round.number, defender: null };
  const { id, key, ...entry } = rowById(db, 'submissions', holder.submission_id);
  const defender = insertSubmission(context, { ...entry, round_id: round.id, auto: 1 }, { repeats: id });
  db.run(sql.updateTable('rounds').set({ defender_id: defender }).where('id', '=', round.id));
  return { number: round.number, defender };
}

function assertNoneRuns(db: Database, { id, slug }: Row<'competitions'>): void {
  const running = currentRound(db, id);
  if (running === null || running.state === 'completed') return;
  throw new ArenaError('conflict', {
    what: `competition ${slug}`,
    expected: 'no running round',
    got: `round ${running.number}, which is ${running.state}`,
    hint: 'close it first',
  });
}

/** @returns how many submissions became stale */
export function close(context: Context, round: Row<'rounds'>): number {
  const { db, now } = context;
  const left = db.all(
    sql
      .selectFrom('submissions')
      .selectAll()
      .where('competition_id', '=', round.competition_id)
      .where('state', 'in', unfinishedStates)
      .where('round_id', '=', round.id),
  );
  for (const submission of left) changeSubmission(context, submission, 'stale');
  changeRound(context, round, 'completed', { closed_at: now() });
  const competition = rowById(db, 'competitions', round.competition_id);
  if (competition.state === 'evaluating') changeCompetition(context, competition, 'completed');
  return left.length;
}

/** @returns the numbers of the rounds that changed */
export function advance(context: Context, competition: Row<'competitions'>): number[] {
  const changed = new Set<number>();
  for (let due = dueStep(context, competition.id); due !== null; due = dueStep(context, competition.id)) {
    due.step();
    changed.add(due.number);
  }
  return [...changed];
}

interface DueStep {
  readonly number: number;
  readonly step: () => void;
}

/** The next thing to do by date, the round that runs before the ones that wait; null when there is none. */
function dueStep(context: Context, competitionId: number): DueStep | null {
  const { db, now } = context;
  const round = currentRound(db, competitionId);
  if (round !== null && round.state !== 'completed') {
    const { number, closes_at: closesAt } = round;
    if (closesAt === null || closesAt > now()) return null;
    if (round.state === 'open') return { number, step: () => changeRound(context, round, 'evaluating') };
    const isOver = !hasUnfinished(db, round) && undecidedCount(db, round.id) === 0;
    return isOver ? { number, step: () => close(context, round) } : null;
  }
  const waiting = sql
    .selectFrom('rounds')
    .selectAll()
    .where('competition_id', '=', competitionId)
    .where('state', '=', 'pending')
    .where('opens_at', '<=', now())
    .orderBy('number')
    .limit(1);
  const next = db.first(waiting);
  const { state } = rowById(db, 'competitions', competitionId);
  if (next === undefined || (state !== 'pending' && state !== 'open')) return null;
  return { number: next.number, step: () => open(context, next) };
}

function hasUnfinished(db: Database, { id, competition_id: competition }: Row<'rounds'>): boolean {
  const left = sql
    .selectFrom('submissions')
    .select('id')
    .where('competition_id', '=', competition)
    .where('state', 'in', unfinishedStates)
    .where('round_id', '=', id)
    .limit(1);
  return db.first(left) !== undefined;
}
