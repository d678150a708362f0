import type { CompetitionConfig } from '../config.ts';
import { configOf } from '../configs.ts';
import type { Context } from '../context.ts';
import { type Database, sql } from '../database.ts';
import { competitionRow, currentRound, rowById } from '../lookup.ts';
import { counted, inPages, type Page, type PageOptions } from '../page.ts';
import type { Row } from '../schema/tables.ts';
import { type Stage, type SubmissionState, submissionStates } from '../states.ts';
import { dayMs, type IsoTime, iso, isoOrNull } from '../time.ts';
import { currentHolder, type Target, targetOf } from '../top.ts';
import { type RoundInfo, roundInfo } from './rounds.ts';

export interface CompetitionRow {
  readonly id: string;
  readonly name: string;
  readonly state: Stage;
  /** Number of the current round; null before the first. */
  readonly round: number | null;
  readonly roundState: Stage | null;
  /** Of the current round. */
  readonly topScore: number | null;
  readonly submissions: number;
  readonly createdAt: IsoTime;
}

/** Who stands at the top, and since when; the score is of the round that it was reached in. */
export interface Holder {
  readonly submission: number;
  readonly author: string;
  readonly solution: string;
  readonly version: string;
  readonly revision: number;
  readonly round: number;
  readonly score: number;
  /** When it took the top; re-runs in later rounds do not change this. */
  readonly since: IsoTime;
  readonly ageMs: number;
  /** Whole days. */
  readonly daysUnbeaten: number;
}

export interface CompetitionSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly state: Stage;
  readonly config: CompetitionConfig;
  readonly notes: readonly { readonly at: IsoTime; readonly text: string }[];
  readonly createdAt: IsoTime;
  readonly startedAt: IsoTime | null;
  readonly endedAt: IsoTime | null;
  readonly round: RoundInfo | null;
  readonly target: Target;
  readonly holder: Holder | null;
  /** Of all rounds; every state is there. */
  readonly submissionCounts: Readonly<Record<SubmissionState, number>>;
  readonly submissionTotal: number;
}

export interface CompetitionViews {
  /** Competitions, the newest first; completed ones only when they are asked for. */
  listCompetitions(options?: PageOptions & { readonly includeCompleted?: boolean }): Page<CompetitionRow>;

  /**
   * Everything about one competition, from one state of the ledger.
   *
   * @throws ArenaError `not-found`
   */
  competitionSummary(id: string): CompetitionSummary;
}

export function competitionViews(context: Context): CompetitionViews {
  const { db, now } = context;
  return {
    listCompetitions(options = {}) {
      const all = sql.selectFrom('competitions');
      const found = options.includeCompleted === true ? all : all.where('state', '!=', 'completed');
      return inPages(
        db,
        options,
        found.select(counted),
        ({ pageSize, offset }) => found.selectAll().orderBy('id', 'desc').limit(pageSize).offset(offset),
        (row) => competitionListRow(db, row),
      );
    },

    competitionSummary(id) {
      return db.read(() => summaryOf(context, competitionRow(db, id)));
    },
  };

  function summaryOf(context: Context, competition: Row<'competitions'>): CompetitionSummary {
    const { description, ...config } = configOf(competition);
    const round = currentRound(db, competition.id);
    const counts = submissionCounts(db, competition.id);
    return {
      id: competition.slug,
      name: config.name,
      description,
      state: competition.state,
      config: { ...config, description },
      notes: notesOf(db, competition.id),
      createdAt: iso(competition.created_at),
      startedAt: isoOrNull(competition.started_at),
      endedAt: isoOrNull(competition.ended_at),
      round: round === null ? null : roundInfo(context, round),
      target: targetOf(db, round),
      holder: holderOf(db, competition.id, now()),
      submissionCounts: counts,
      submissionTotal: Object.values(counts).reduce((sum, count) => sum + count, 0),
    };
  }
}

function competitionListRow(db: Database, row: Row<'competitions'>): CompetitionRow {
  const round = currentRound(db, row.id);
  const submissions = sql.selectFrom('submissions').where('competition_id', '=', row.id).select(counted);
  return {
    id: row.slug,
    name: configOf(row).name,
    state: row.state,
    round: round?.number ?? null,
    roundState: round?.state ?? null,
    topScore: round?.top_score ?? null,
    submissions: db.first(submissions)?.count ?? 0,
    createdAt: iso(row.created_at),
  };
}

function notesOf(db: Database, competitionId: number): CompetitionSummary['notes'] {
  const notes = sql.selectFrom('notes').selectAll().where('competition_id', '=', competitionId).orderBy('id');
  return db.all(notes).map(({ at, text }) => ({ at: iso(at), text }));
}

function submissionCounts(db: Database, competitionId: number): Record<SubmissionState, number> {
  const rows = db.all(
    sql
      .selectFrom('submissions')
      .select(['state', counted])
      .where('competition_id', '=', competitionId)
      .groupBy('state'),
  );
  const counts = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(submissionStates.map((state) => [state, counts.get(state) ?? 0])) as Record<
    SubmissionState,
    number
  >;
}

function holderOf(db: Database, competitionId: number, now: number): Holder | null {
  const holder = currentHolder(db, competitionId);
  if (holder === undefined) return null;
  const { id, author_id, solution, version, revision } = rowById(db, 'submissions', holder.submission_id);
  const ageMs = now - holder.since;
  return {
    submission: id,
    author: rowById(db, 'authors', author_id).name,
    solution,
    version,
    revision,
    round: rowById(db, 'rounds', holder.round_id).number,
    score: holder.score,
    since: iso(holder.since),
    ageMs,
    daysUnbeaten: Math.floor(ageMs / dayMs),
  };
}
