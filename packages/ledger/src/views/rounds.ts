import { ArenaError } from '@matrix-arena/contract';
import type { MatrixInfo } from '@matrix-arena/contract/schemas';
import type { Context } from '../context.ts';
import { type Database, sql } from '../database.ts';
import { competitionRow, roundRow } from '../lookup.ts';
import { counted, inPages, type Page, type PageOptions } from '../page.ts';
import type { Row } from '../schema/tables.ts';
import { type Stage, unfinishedStates } from '../states.ts';
import { type IsoTime, isoOrNull } from '../time.ts';
import { type Awaited, awaitedOf, undecidedCount } from '../top.ts';

export interface RoundInfo {
  readonly number: number;
  readonly state: Stage;
  readonly rules: string;
  readonly beatFactor: number;
  /** Null until the round is completed. */
  readonly seed: number | null;
  readonly corpusName: string;
  readonly corpusSha256: string;
  readonly matrixCount: number;
  readonly opensAt: IsoTime | null;
  readonly openedAt: IsoTime | null;
  /** When submissions end; null for a round that ends by command. */
  readonly closesAt: IsoTime | null;
  readonly closedAt: IsoTime | null;
  /** Share of the time for submissions that is over, 0 to 1; null when that has no end. */
  readonly progress: number | null;
  readonly timeLeftMs: number | null;
  readonly baseline: { readonly score: number; readonly low: number; readonly high: number } | null;
  readonly topScore: number | null;
  readonly topSubmission: number | null;
  /** The holder's re-entry; null when there was no holder. */
  readonly defender: number | null;
  readonly submissions: number;
  /** Queued, or with an evaluator. */
  readonly unfinished: number;
  /** Scores of which it is not settled whether they take the top; in a completed round it never will be. */
  readonly undecided: number;
  /** What they wait for, or waited for in vain; null when everything that judges them is measured. */
  readonly awaited: Awaited | null;
}

/** What is needed to measure on a round, or to repeat that later. */
export interface RoundInputs {
  readonly competition: string;
  readonly round: number;
  readonly rules: string;
  readonly seed: number;
  readonly corpus: {
    readonly name: string;
    readonly sha256: string;
    readonly poolCount: number;
    readonly matrices: readonly MatrixInfo[];
  };
}

export interface RoundViews {
  /** Rounds of a competition, the newest first, planned ones included. */
  listRounds(competition: string, options?: PageOptions): Page<RoundInfo>;

  /**
   * The inputs of a round for those who evaluate it, its secret seed included: not for views.
   *
   * @throws ArenaError `not-found`
   */
  roundInputs(competition: string, round: number): RoundInputs;

  /**
   * The inputs of a completed round, for everyone.
   *
   * @throws ArenaError `not-found`; `sealed` until the round is completed
   */
  roundExport(competition: string, round: number): RoundInputs;
}

export function roundViews(context: Context): RoundViews {
  const { db } = context;
  return {
    listRounds(competition, options = {}) {
      const { id } = competitionRow(db, competition);
      const found = sql.selectFrom('rounds').where('competition_id', '=', id);
      return inPages(
        db,
        options,
        found.select(counted),
        ({ pageSize, offset }) => found.selectAll().orderBy('number', 'desc').limit(pageSize).offset(offset),
        (row) => roundInfo(context, row),
      );
    },

    roundInputs(competition, round) {
      return db.read(() => inputsOf(db, competition, roundRow(db, competitionRow(db, competition), round)));
    },

    roundExport(competition, round) {
      return db.read(() => {
        const row = roundRow(db, competitionRow(db, competition), round);
        if (row.state === 'completed') return inputsOf(db, competition, row);
        const hint = `are kept back until it is completed, and it is ${row.state}; look again then`;
        throw new ArenaError('sealed', { what: `inputs of round ${round}`, hint });
      });
    },
  };
}

export function roundInfo({ db, now }: Context, row: Row<'rounds'>): RoundInfo {
  const { opened_at: openedAt, closes_at: closesAt, baseline_score: score } = row;
  const { baseline_low: low, baseline_high: high } = row;
  const isTimed = row.state === 'open' && openedAt !== null && closesAt !== null;
  return {
    number: row.number,
    state: row.state,
    rules: row.rules,
    beatFactor: row.beat_factor,
    seed: row.state === 'completed' ? row.seed : null,
    corpusName: row.corpus_name,
    corpusSha256: row.corpus_sha256,
    matrixCount: countIn(db, 'round_matrices', row.id),
    opensAt: isoOrNull(row.opens_at),
    openedAt: isoOrNull(openedAt),
    closesAt: isoOrNull(closesAt),
    closedAt: isoOrNull(row.closed_at),
    progress: isTimed ? Math.min(1, Math.max(0, (now() - openedAt) / (closesAt - openedAt))) : null,
    timeLeftMs: isTimed ? Math.max(0, closesAt - now()) : null,
    baseline: score === null || low === null || high === null ? null : { score, low, high },
    topScore: row.top_score,
    topSubmission: row.top_submission_id,
    defender: row.defender_id,
    submissions: countIn(db, 'submissions', row.id),
    unfinished: unfinishedCount(db, row),
    undecided: undecidedCount(db, row.id),
    awaited: awaitedOf(db, row),
  };
}

function countIn(db: Database, table: 'round_matrices' | 'submissions', roundId: number): number {
  const rows = sql.selectFrom(table as 'submissions').where('round_id', '=', roundId);
  return db.first(rows.select(counted))?.count ?? 0;
}

function unfinishedCount(db: Database, { id, competition_id: competition }: Row<'rounds'>): number {
  const rows = sql
    .selectFrom('submissions')
    .where('competition_id', '=', competition)
    .where('state', 'in', unfinishedStates)
    .where('round_id', '=', id);
  return db.first(rows.select(counted))?.count ?? 0;
}

function inputsOf(db: Database, competition: string, round: Row<'rounds'>): RoundInputs {
  const { corpus_name: name, corpus_sha256: sha256, pool_count: poolCount } = round;
  const matrices = matrixRows(db, round.id).map(matrixInfo);
  const { number, rules, seed } = round;
  return { competition, round: number, rules, seed, corpus: { name, sha256, poolCount, matrices } };
}

/** In the order in which they were given. */
export function matrixRows(db: Database, roundId: number): Row<'round_matrices'>[] {
  return db.all(sql.selectFrom('round_matrices').selectAll().where('round_id', '=', roundId).orderBy('id'));
}

function matrixInfo(row: Row<'round_matrices'>): MatrixInfo {
  const { matrix: id, rows, cols, original_bytes: originalBytes, sha256, direction, kind, bounds } = row;
  return {
    ...{ id, rows, cols, originalBytes, sha256 },
    ...(direction === null ? {} : { direction }),
    ...(kind === null ? {} : { kind }),
    ...(bounds === null ? {} : { bounds: JSON.parse(bounds) }),
  };
}
