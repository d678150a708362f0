import { sql as raw } from 'kysely';
import { configOf } from '../configs.ts';
import type { Context } from '../context.ts';
import { sql } from '../database.ts';
import { competitionRow } from '../lookup.ts';
import { counted } from '../page.ts';
import type { Viewer } from '../seal.ts';
import { dayMs, type IsoTime, iso } from '../time.ts';
import { submissionRows } from './submission-rows.ts';

/** A score that stood at the top from then on; scores of two rounds cannot be compared. */
export interface TopPoint {
  readonly at: IsoTime;
  readonly score: number;
  readonly round: number;
  readonly submission: number;
  readonly author: string;
  readonly solution: string;
  readonly version: string;
  /** Whether the holder was measured again, rather than a newcomer for the first time. */
  readonly isDefence: boolean;
  readonly isCodeVisible: boolean;
}

export interface TopHistory {
  readonly points: readonly TopPoint[];
  /** Where the inputs changed: annotations of the chart. */
  readonly rounds: readonly {
    readonly number: number;
    readonly openedAt: IsoTime;
    readonly baselineScore: number | null;
  }[];
}

export interface DailyCounts {
  readonly days: readonly {
    /** In UTC, as 2026-01-31. */
    readonly day: string;
    readonly submissions: number;
    readonly authors: number;
  }[];
  readonly submissions: number;
  readonly authors: number;
}

export interface HistoryViews {
  /**
   * How the top score went over time, the oldest first.
   *
   * @throws ArenaError `not-found`
   */
  topScoreHistory(id: string, viewer?: Viewer): TopHistory;

  /**
   * Submissions and active authors per day, re-entries of the holder left out; days without any are not listed.
   *
   * @throws ArenaError `not-found`
   */
  dailyCounts(id: string): DailyCounts;
}

export function historyViews(context: Context): HistoryViews {
  const { db } = context;
  return {
    topScoreHistory(id, viewer = 'public') {
      return db.read(() => {
        const competition = competitionRow(db, id);
        const holders = db.all(
          sql
            .selectFrom('holders')
            .select(['submission_id', 'at', 'score'])
            .where('competition_id', '=', competition.id)
            .orderBy('id'),
        );
        const ids = holders.map(({ submission_id }) => submission_id);
        const rows = submissionRows(context, configOf(competition), ids, viewer);
        const opened = sql
          .selectFrom('rounds')
          .select(['number', 'opened_at', 'baseline_score'])
          .where('competition_id', '=', competition.id)
          .where('opened_at', 'is not', null)
          .orderBy('number')
          .$narrowType<{ opened_at: number }>();
        return {
          points: rows.map(({ round, id: submission, author, solution, version, auto, code }, index) => ({
            at: iso(holders[index].at),
            score: holders[index].score,
            round,
            submission,
            author,
            solution,
            version,
            isDefence: auto,
            isCodeVisible: code.visible,
          })),
          rounds: db.all(opened).map(({ number, opened_at, baseline_score }) => ({
            number,
            openedAt: iso(opened_at),
            baselineScore: baseline_score,
          })),
        };
      });
    },

    dailyCounts(id) {
      return db.read(() => {
        const competition = competitionRow(db, id);
        const all = sql.selectFrom('submissions').where('competition_id', '=', competition.id);
        const countAuthors = sql.fn.count<number>('author_id').distinct().as('authors');
        // Written as in the index, which is in the order of these days already.
        const day = raw<number>`submitted_at / ${raw.lit(dayMs)}`;
        const days = db.all(
          all
            .where('auto', '=', raw.lit(0))
            .select([day.as('day'), counted, countAuthors])
            .groupBy(day)
            .orderBy(day),
        );
        // Whoever was entered again has submitted once, so that re-entries need not be left out.
        const authors = sql.selectFrom(all.select('author_id').distinct().as('one'));
        return {
          days: days.map((one) => ({
            day: iso(one.day * dayMs).slice(0, 10),
            submissions: one.count,
            authors: one.authors,
          })),
          submissions: days.reduce((sum, { count }) => sum + count, 0),
          authors: db.first(authors.select(counted))?.count ?? 0,
        };
      });
    },
  };
}
