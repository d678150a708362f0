import { sql as raw } from 'kysely';
import type { CompetitionConfig } from '../config.ts';
import type { Context } from '../context.ts';
import { sql } from '../database.ts';
import type { Failure } from '../outcomes.ts';
import { counted } from '../page.ts';
import type { Row } from '../schema/tables.ts';
import { codeVisibility, logVisibility, type Viewer, type Visibility } from '../seal.ts';
import type { Stage, SubmissionState } from '../states.ts';
import { type IsoTime, iso, isoOrNull } from '../time.ts';
import { currentHolder } from '../top.ts';

/** Whether a submission holds the top of the competition, did so once, or never did. */
export type TopStatus = 'current' | 'former' | 'never';

export interface SubmissionRow {
  readonly id: number;
  readonly key: string;
  readonly competition: string;
  readonly round: number;
  readonly roundState: Stage;
  readonly author: string;
  readonly solution: string;
  readonly version: string;
  /** Counts an author's submissions from 1; a re-entry of the holder has that of what it repeats. */
  readonly revision: number;
  /** Whether the holder was entered again by the system. */
  readonly auto: boolean;
  readonly state: SubmissionState;
  /** Matrices that are done, of all; null before it began. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly score: number | null;
  readonly scoreLow: number | null;
  readonly scoreHigh: number | null;
  /** Place among the best submissions of all authors in its round; null for one that is not its author's best. */
  readonly rank: number | null;
  readonly topStatus: TopStatus;
  /** Whether it scored more than the baseline; null while one of them is not measured. */
  readonly isAboveBaseline: boolean | null;
  readonly ratio: number | null;
  readonly bitsPerValue: number | null;
  /** Bytes per second. */
  readonly compressThroughput: number | null;
  readonly decompressThroughput: number | null;
  readonly coldMs: number | null;
  readonly failedMatrices: number | null;
  readonly tarballBytes: number;
  readonly codeBytes: number | null;
  /** Its kind alone while the logs are kept back from the viewer. */
  readonly failure: Failure | null;
  readonly submittedAt: IsoTime;
  readonly evaluatedAt: IsoTime | null;
  readonly evaluationMs: number | null;
  readonly ageMs: number;
  /** For the viewer. */
  readonly code: Visibility;
  readonly logs: Visibility;
}

/** A submission with what views show of the rows around it. */
function joined() {
  return sql
    .selectFrom('submissions as s')
    .innerJoin('rounds as r', 'r.id', 's.round_id')
    .innerJoin('authors as a', 'a.id', 's.author_id')
    .innerJoin('competitions as c', 'c.id', 's.competition_id')
    .selectAll('s')
    .select([
      'r.number as round_number',
      'r.state as round_state',
      'r.closes_at as round_closes_at',
      'r.baseline_score',
      'a.name as author_name',
      'c.slug',
    ])
    .select((is) => {
      const best = is
        .selectFrom('submissions as b')
        .select(counted)
        .whereRef('b.round_id', '=', 's.round_id')
        .where('b.is_best', '=', raw.lit(1));
      // Apart, because each is one range of the index.
      const ahead = best.whereRef('b.score', '>', 's.score');
      const tied = best.whereRef('b.score', '=', 's.score').whereRef('b.id', '<', 's.id');
      const rank = raw<number>`1 + ${ahead} + ${tied}`;
      return is.case().when('s.is_best', '=', 1).then(rank).end().as('rank');
    });
}

/** Rows of submissions of one competition, in the order of the ids. */
export function submissionRows(
  context: Context,
  config: CompetitionConfig,
  ids: readonly number[],
  viewer: Viewer,
): SubmissionRow[] {
  if (ids.length === 0) return [];
  const rows = context.db.all(joined().where('s.id', 'in', ids));
  const order = new Map(ids.map((id, index) => [id, index]));
  const holder = rows.length === 0 ? undefined : currentHolder(context.db, rows[0].competition_id);
  return rows
    .toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
    .map((row) => toSubmissionRow(context, config, row, holder, viewer));
}

type Joined = Row<'submissions'> & {
  readonly round_number: number;
  readonly round_state: Stage;
  readonly round_closes_at: number | null;
  readonly baseline_score: number | null;
  readonly author_name: string;
  readonly slug: string;
  readonly rank: number | null;
};

function toSubmissionRow(
  { db, now }: Context,
  config: CompetitionConfig,
  row: Joined,
  holder: Row<'holders'> | undefined,
  viewer: Viewer,
): SubmissionRow {
  const { score, baseline_score: baseline, progress_done: done, progress_total: total } = row;
  const sealed = {
    submission: row,
    author: row.author_name,
    round: { state: row.round_state, closes_at: row.round_closes_at },
    config,
  };
  const logs = logVisibility(sealed, viewer);
  const former = row.became_top === 1 ? 'former' : 'never';
  return {
    id: row.id,
    key: row.key,
    competition: row.slug,
    round: row.round_number,
    roundState: row.round_state,
    author: row.author_name,
    solution: row.solution,
    version: row.version,
    revision: row.revision,
    auto: row.auto === 1,
    state: row.state,
    progress: done === null || total === null ? null : { done, total },
    score,
    scoreLow: row.score_low,
    scoreHigh: row.score_high,
    rank: row.rank,
    topStatus: holder?.submission_id === row.id ? 'current' : former,
    isAboveBaseline: score === null || baseline === null ? null : score > baseline,
    ratio: row.ratio,
    bitsPerValue: row.bits_per_value,
    compressThroughput: row.compress_throughput,
    decompressThroughput: row.decompress_throughput,
    coldMs: row.cold_ms,
    failedMatrices: row.failed_matrices,
    tarballBytes: row.tarball_bytes,
    codeBytes: row.code_bytes,
    failure: failureOf(row, logs),
    submittedAt: iso(row.submitted_at),
    evaluatedAt: isoOrNull(row.evaluated_at),
    evaluationMs: row.evaluation_ms,
    ageMs: now() - row.submitted_at,
    code: codeVisibility(db, sealed, viewer, now()),
    logs,
  };
}

/** What happened on the inputs is told where the log is; why it was rejected says nothing of them. */
function failureOf(
  { state, failure_kind: kind, failure }: Row<'submissions'>,
  { visible }: Visibility,
): Failure | null {
  if (kind === null || failure === null) return null;
  if (visible || state === 'rejected') return { kind, ...JSON.parse(failure) };
  return { kind, message: 'kept back until the round is completed', fields: {} };
}
