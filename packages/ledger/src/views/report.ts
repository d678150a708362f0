import type { Context } from '../context.ts';
import { competitionRow, roundRow } from '../lookup.ts';
import type { Page } from '../page.ts';
import type { Viewer } from '../seal.ts';
import { type CompetitionSummary, competitionViews } from './competitions.ts';
import { type DailyCounts, historyViews, type TopHistory } from './history.ts';
import { type HeatMap, heatMap } from './matrix-scores.ts';
import { type RankRow, rankViews } from './ranks.ts';
import { type RoundInfo, roundInfo } from './rounds.ts';

export interface ReportOptions {
  /** The current round when it is left out. */
  readonly round?: number;
  /** Rows of the ranking, at most 1000; 100 when it is left out. */
  readonly ranks?: number;
  /** Submissions of which every matrix is shown; 10 when it is left out. */
  readonly top?: number;
  readonly viewer?: Viewer;
}

/** Everything that a report page shows, from one state of the ledger. */
export interface ReportData {
  readonly competition: CompetitionSummary;
  /** The round that the ranking and the matrices are of; null before the first. */
  readonly round: RoundInfo | null;
  readonly history: TopHistory;
  readonly ranking: Page<RankRow>;
  readonly matrices: HeatMap;
  readonly daily: DailyCounts;
}

export interface ReportViews {
  /** @throws ArenaError `not-found`, `usage` */
  reportData(id: string, options?: ReportOptions): ReportData;
}

export function reportViews(context: Context): ReportViews {
  const { db } = context;
  return {
    reportData(id, options = {}) {
      const { round, ranks = 100, top = 10, viewer = 'public' } = options;
      return db.read(() => {
        const competition = competitionViews(context).competitionSummary(id);
        const ranking = rankViews(context).ranks(id, round, { pageSize: ranks });
        const shown = ranking.items.slice(0, top).map(({ submission }) => submission);
        return {
          competition,
          round:
            round === undefined
              ? competition.round
              : roundInfo(context, roundRow(db, competitionRow(db, id), round)),
          history: historyViews(context).topScoreHistory(id, viewer),
          ranking,
          matrices: heatMap(db, shown, viewer),
          daily: historyViews(context).dailyCounts(id),
        };
      });
    },
  };
}
