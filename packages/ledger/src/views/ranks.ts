import { sql as raw } from 'kysely';
import type { Context } from '../context.ts';
import { sql } from '../database.ts';
import { competitionRow, currentRound, roundRow } from '../lookup.ts';
import { counted, inPages, type Page, type PageOptions } from '../page.ts';
import { type IsoTime, iso } from '../time.ts';
import { currentHolder } from '../top.ts';

/** The best submission of an author in a round. */
export interface RankRow {
  readonly rank: number;
  readonly author: string;
  readonly submission: number;
  readonly solution: string;
  readonly version: string;
  readonly revision: number;
  readonly auto: boolean;
  readonly score: number;
  readonly scoreLow: number | null;
  readonly scoreHigh: number | null;
  readonly ratio: number | null;
  readonly compressThroughput: number | null;
  readonly decompressThroughput: number | null;
  readonly codeBytes: number | null;
  /** Scored submissions of the author in this round. */
  readonly scored: number;
  readonly firstSeenAt: IsoTime;
  readonly isHolder: boolean;
}

export interface RankViews {
  /**
   * The ranking of a round: each author's best submission, ties to the earlier.
   *
   * @param round the current one when it is left out
   * @throws ArenaError `not-found`, `usage`
   */
  ranks(competition: string, round?: number, options?: PageOptions): Page<RankRow>;
}

export function rankViews({ db }: Context): RankViews {
  return {
    ranks(competition, round, options = {}) {
      return db.read(() => {
        const row = competitionRow(db, competition);
        const roundId = round === undefined ? currentRound(db, row.id)?.id : roundRow(db, row, round).id;
        const holder = currentHolder(db, row.id)?.submission_id;
        const best = sql
          .selectFrom('submissions as s')
          .where('s.round_id', '=', roundId ?? 0)
          .where('s.is_best', '=', raw.lit(1));
        const rows = best
          .innerJoin('authors as a', 'a.id', 's.author_id')
          .selectAll('s')
          .select(['a.name', 'a.first_seen_at'])
          .select((is) =>
            is
              .selectFrom('submissions as own')
              .whereRef('own.round_id', '=', 's.round_id')
              .whereRef('own.author_id', '=', 's.author_id')
              .where('own.state', '=', 'scored')
              .select(counted)
              .$asScalar()
              .as('scored'),
          )
          .orderBy('s.score', 'desc')
          .orderBy('s.id')
          .$narrowType<{ score: number; scored: number }>();
        let first = 0;
        const page = inPages(
          db,
          options,
          best.select(counted),
          ({ pageSize, offset }) => {
            first = offset + 1;
            return rows.limit(pageSize).offset(offset);
          },
          (one) => one,
        );
        const items = page.items.map(
          (one, index): RankRow => ({
            rank: first + index,
            author: one.name,
            submission: one.id,
            solution: one.solution,
            version: one.version,
            revision: one.revision,
            auto: one.auto === 1,
            score: one.score,
            scoreLow: one.score_low,
            scoreHigh: one.score_high,
            ratio: one.ratio,
            compressThroughput: one.compress_throughput,
            decompressThroughput: one.decompress_throughput,
            codeBytes: one.code_bytes,
            scored: one.scored,
            firstSeenAt: iso(one.first_seen_at),
            isHolder: one.id === holder,
          }),
        );
        return { ...page, items };
      });
    },
  };
}
