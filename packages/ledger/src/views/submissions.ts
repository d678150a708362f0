import { sql as raw } from 'kysely';
import { configOf } from '../configs.ts';
import type { Context } from '../context.ts';
import { sql } from '../database.ts';
import { filesOf, fileVisibility, type SubmissionFile } from '../files.ts';
import { competitionRow, roundRow, rowById, type SubmissionRef, submissionRow } from '../lookup.ts';
import { counted, type Page, type PageOptions, pageOf, pageRange } from '../page.ts';
import type { Viewer, Visibility } from '../seal.ts';
import type { SubmissionState } from '../states.ts';
import { type IsoTime, isoOrNull } from '../time.ts';
import { type SubmissionRow, submissionRows } from './submission-rows.ts';

export interface SubmissionFilter extends PageOptions {
  readonly competition: string;
  readonly round?: number;
  /** The whole id of an author. */
  readonly author?: string;
  readonly state?: SubmissionState;
  /** Only those that hold the top or once did. */
  readonly topOnly?: boolean;
  /** The number of a submission, or a part of an author's id. */
  readonly search?: string;
  /**
   * `time`: the newest first. `score`: the best first within a round, the newest round first, because scores of
   * different rounds are never compared; what has no score comes last. `time` when it is left out.
   */
  readonly sort?: 'time' | 'score';
  /**
   * Leaves out what was submitted after this id. With the `upTo` of the first page, the pages after it do not move
   * while new submissions come in.
   */
  readonly upTo?: number;
  readonly viewer?: Viewer;
}

export interface SubmissionPage extends Page<SubmissionRow> {
  readonly upTo: number;
}

export interface SubmissionDetail extends SubmissionRow {
  readonly tarballSha256: string;
  /** How often an evaluator took it. */
  readonly attempts: number;
  /** The evaluator that has it now, and until when. */
  readonly worker: string | null;
  readonly leaseUntil: IsoTime | null;
  readonly logLines: number;
  /** Each with whether the viewer may read it. */
  readonly files: readonly (SubmissionFile & { readonly visibility: Visibility })[];
}

export interface SubmissionViews {
  /**
   * Submissions of a competition.
   *
   * @throws ArenaError `not-found`, `usage`
   */
  listSubmissions(filter: SubmissionFilter): SubmissionPage;

  /**
   * Everything about one submission but the contents of its files.
   *
   * @throws ArenaError `not-found`
   */
  submissionDetail(ref: SubmissionRef, viewer?: Viewer): SubmissionDetail;
}

export function submissionViews(context: Context): SubmissionViews {
  const { db } = context;
  return {
    listSubmissions(filter) {
      const range = pageRange(filter);
      return db.read(() => {
        const competition = competitionRow(db, filter.competition);
        const upTo = filter.upTo ?? lastId();
        const round = filter.round === undefined ? undefined : roundRow(db, competition, filter.round).id;
        const found = matching(filter, competition.id, round, upTo);
        const ids = db.all(sortedIds(found, filter.sort).limit(range.pageSize).offset(range.offset));
        const rows = submissionRows(
          context,
          configOf(competition),
          ids.map(({ id }) => id),
          filter.viewer ?? 'public',
        );
        return { ...pageOf(range, db.first(found.select(counted))?.count ?? 0, rows), upTo };
      });
    },

    submissionDetail(ref, viewer = 'public') {
      return db.read(() => {
        const submission = submissionRow(db, ref);
        const config = configOf(rowById(db, 'competitions', submission.competition_id));
        const [row] = submissionRows(context, config, [submission.id], viewer);
        const log = sql.selectFrom('log_lines').where('submission_id', '=', submission.id).select(counted);
        return {
          ...row,
          tarballSha256: submission.tarball_sha256,
          attempts: submission.attempts,
          worker: submission.worker,
          leaseUntil: isoOrNull(submission.lease_until),
          logLines: db.first(log)?.count ?? 0,
          files: filesOf(db, submission.id).map((file) => ({
            ...file,
            visibility: fileVisibility(file.type, row),
          })),
        };
      });
    },
  };

  function lastId(): number {
    const last = sql.selectFrom('submissions').select('id').orderBy('id', 'desc').limit(1);
    return db.first(last)?.id ?? 0;
  }
}

function matching(
  filter: SubmissionFilter,
  competitionId: number,
  roundId: number | undefined,
  upTo: number,
) {
  const { author, state, topOnly, search } = filter;
  let found = sql
    .selectFrom('submissions')
    .where('competition_id', '=', competitionId)
    .where('id', '<=', upTo);
  if (roundId !== undefined) found = found.where('round_id', '=', roundId);
  if (state !== undefined) found = found.where('state', '=', state);
  if (topOnly === true) found = found.where('became_top', '=', raw.lit(1));
  if (author !== undefined) found = found.where('author_id', '=', authors().where('name', '=', author));
  if (search !== undefined && search !== '') {
    const byAuthor = authors().where(raw<boolean>`name LIKE ${likePart(search)} ESCAPE '\\'`);
    const number = /^\d{1,15}$/.test(search) ? Number(search) : null;
    found = found.where((is) =>
      is.or([...(number === null ? [] : [is('id', '=', number)]), is('author_id', 'in', byAuthor)]),
    );
  }
  return found;
}

function authors() {
  return sql.selectFrom('authors').select('id');
}

function likePart(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function sortedIds(found: ReturnType<typeof matching>, sort: SubmissionFilter['sort']) {
  const ids = found.select('id');
  return sort === 'score'
    ? ids.orderBy('round_id', 'desc').orderBy('score', 'desc').orderBy('id')
    : ids.orderBy('id', 'desc');
}
