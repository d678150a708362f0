import { ArenaError } from '@matrix-arena/contract';
import { sql as raw } from 'kysely';
import { configOf } from './configs.ts';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';
import { addEvent } from './events.ts';
import { rowById } from './lookup.ts';
import { counted } from './page.ts';
import type { Row } from './schema/tables.ts';
import { unfinishedStates } from './states.ts';

/** What a newcomer has to reach in a round, and what it is made of. */
export interface ScoreToBeat {
  readonly score: number;
  readonly beatFactor: number;
  /** Name of the solution that stands: the top of the round or, before there is one, the baseline. */
  readonly setBy: string;
  /** Its score: `score` is `beatFactor` times this. */
  readonly standing: number;
  /** The submission that stands; null for the baseline. */
  readonly submission: number | null;
}

/** What has to be measured on the inputs of a round before anyone can take the top there. */
export type Awaited = 'holder-not-re-run' | 'baseline-not-measured';

/** Why there is no score to beat: what would set it has not been measured on these inputs. */
export type NoScoreToBeat = 'no-round' | 'round-completed' | Awaited;

export type Target =
  | { readonly scoreToBeat: ScoreToBeat; readonly noScoreToBeat: null }
  | { readonly scoreToBeat: null; readonly noScoreToBeat: NoScoreToBeat };

/** Of one round, from its own scores alone: those of other rounds were made on other inputs. */
export function targetOf(db: Database, round: Row<'rounds'> | null): Target {
  if (round === null) return without('no-round');
  const standing = standingOf(db, round);
  if (typeof standing === 'string') return without(standing);
  const { score, submission } = standing;
  const { beat_factor: beatFactor } = round;
  const setBy =
    submission === null
      ? configOf(rowById(db, 'competitions', round.competition_id)).baseline.name
      : rowById(db, 'submissions', submission).solution;
  return {
    scoreToBeat: { score: beatFactor * score, beatFactor, setBy, standing: score, submission },
    noScoreToBeat: null,
  };
}

function without(noScoreToBeat: NoScoreToBeat): Target {
  return { scoreToBeat: null, noScoreToBeat };
}

interface Standing {
  readonly score: number;
  /** Null for the baseline. */
  readonly submission: number | null;
}

function standingOf(db: Database, round: Row<'rounds'>): Standing | NoScoreToBeat {
  return round.state === 'completed' ? 'round-completed' : measuredStanding(db, round);
}

function measuredStanding(db: Database, round: Row<'rounds'>): Standing | Awaited {
  const { top_submission_id: submission, top_score: top, baseline_score: baseline } = round;
  if (isDefenderAwaited(db, round)) return 'holder-not-re-run';
  if (baseline === null) return 'baseline-not-measured';
  // A holder that fails on the new inputs, or is below the baseline there, keeps its title until someone beats that.
  return top !== null && top >= baseline ? { score: top, submission } : { score: baseline, submission: null };
}

/** Whether the holder entered this round and is still to be measured, or never was before it was closed. */
function isDefenderAwaited(db: Database, { defender_id: id }: Row<'rounds'>): boolean {
  if (id === null) return false;
  const states: readonly string[] = [...unfinishedStates, 'stale'];
  return states.includes(rowById(db, 'submissions', id).state);
}

/** What the scores of a round wait for, or waited for in vain; null when they can be judged. */
export function awaitedOf(db: Database, round: Row<'rounds'>): Awaited | null {
  const standing = measuredStanding(db, round);
  return typeof standing === 'string' ? standing : null;
}

/** Scores of a round of which it is not settled whether they take the top. */
export function undecidedCount(db: Database, roundId: number): number {
  return db.first(undecidedIn(roundId).select(counted))?.count ?? 0;
}

const standingNames: Readonly<Record<Awaited, string>> = {
  'holder-not-re-run': 'the holder',
  'baseline-not-measured': 'the baseline',
};

/** @throws ArenaError `conflict` when scores of a round wait for the holder or the baseline */
export function assertDecided(db: Database, round: Row<'rounds'>): void {
  const count = undecidedCount(db, round.id);
  if (count === 0) return;
  throw new ArenaError('conflict', {
    what: `round ${round.number}`,
    expected: `${standingNames[awaitedOf(db, round) ?? 'baseline-not-measured']} measured on its inputs`,
    got: `${count} ${count === 1 ? 'score that waits' : 'scores that wait'} for that`,
    hint: 'measure it first, or force the end of the round: nobody takes the top then',
  });
}

/**
 * Settles, for every scored submission of a round that still waits for it, whether it takes the top: as soon as there
 * is a score to beat, in the order in which they were submitted, each against what stands by then. Called inside of
 * each change that may settle one.
 */
export function decideTop(context: Context, roundId: number): void {
  const { db } = context;
  settleDefender(context, rowById(db, 'rounds', roundId));
  for (const submission of undecided(db, roundId)) {
    const round = rowById(db, 'rounds', roundId);
    const standing = standingOf(db, round);
    if (typeof standing === 'string') return;
    const { score } = submission;
    // The second condition matters where 0 stands, which no factor raises: a tie keeps the earlier.
    if (score >= round.beat_factor * standing.score && score > standing.score) takeTop(context, submission);
    else settle(db, submission, 0);
  }
}

/** The holder stands in the new round with whatever it reached there. */
function settleDefender(context: Context, round: Row<'rounds'>): void {
  const defender = undecided(context.db, round.id).find(({ id }) => id === round.defender_id);
  if (defender !== undefined) takeTop(context, defender);
}

interface Scored {
  readonly id: number;
  readonly competition_id: number;
  readonly round_id: number;
  readonly auto: 0 | 1;
  readonly score: number;
}

function undecided(db: Database, roundId: number): Scored[] {
  return db.all(
    undecidedIn(roundId)
      .select(['id', 'competition_id', 'round_id', 'auto', 'score'])
      .orderBy('id')
      .$narrowType<{ score: number }>(),
  );
}

/** Written as in the index of them. */
function undecidedIn(roundId: number) {
  return sql
    .selectFrom('submissions')
    .where('round_id', '=', roundId)
    .where('state', '=', raw.lit('scored'))
    .where('is_decided', '=', raw.lit(0));
}

function settle(db: Database, { id }: Scored, becameTop: 0 | 1): void {
  db.run(sql.updateTable('submissions').set({ is_decided: 1, became_top: becameTop }).where('id', '=', id));
}

function takeTop(context: Context, submission: Scored): void {
  const { db, now } = context;
  const { id, competition_id: competition, round_id: round, score } = submission;
  const at = now();
  const before = currentHolder(db, competition);
  const isDefence = rowById(db, 'rounds', round).defender_id === id;
  settle(db, submission, 1);
  if (before !== undefined) db.run(sql.updateTable('holders').set({ until: at }).where('id', '=', before.id));
  db.run(
    sql.insertInto('holders').values({
      competition_id: competition,
      round_id: round,
      submission_id: id,
      score,
      since: isDefence && before !== undefined ? before.since : at,
      at,
      until: null,
    }),
  );
  db.run(sql.updateTable('rounds').set({ top_submission_id: id, top_score: score }).where('id', '=', round));
  addEvent(
    context,
    isDefence ? 'top-defended' : 'top-taken',
    { competition, round, submission: id },
    { score, before: before?.submission_id ?? null },
  );
}

export function currentHolder(db: Database, competitionId: number): Row<'holders'> | undefined {
  return db.first(
    sql
      .selectFrom('holders')
      .selectAll()
      .where('competition_id', '=', competitionId)
      .where('until', 'is', null),
  );
}
