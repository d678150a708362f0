import { ArenaError } from '@matrix-arena/contract';
import type { Context } from '../context.ts';
import { type Database, sql } from '../database.ts';
import { rowById } from '../lookup.ts';
import type { Viewer } from '../seal.ts';
import { matrixRows } from './rounds.ts';

export interface HeatMapColumn {
  /** Null until the round is completed: it would tell what the inputs are. */
  readonly matrix: string | null;
  readonly rows: number;
  readonly cols: number;
  readonly originalBytes: number;
  readonly direction: string | null;
  readonly kind: string | null;
  readonly baselineScore: number | null;
}

export interface HeatMapCell {
  /** `ok`, or how it failed. */
  readonly outcome: string;
  readonly score: number;
  readonly compressedBytes: number | null;
  readonly compressMs: number | null;
  readonly decompressMs: number | null;
}

export interface HeatMap {
  readonly matrices: readonly HeatMapColumn[];
  /** One for each submission in the order asked for; cells in the order of the matrices, null where it has no trial. */
  readonly rows: readonly { readonly submission: number; readonly cells: readonly (HeatMapCell | null)[] }[];
}

export interface MatrixScoreViews {
  /**
   * Figures of submissions of one round, matrix by matrix.
   *
   * @throws ArenaError `not-found`; `conflict` for submissions of different rounds
   */
  matrixScores(submissions: readonly number[], viewer?: Viewer): HeatMap;
}

export function matrixScoreViews({ db }: Context): MatrixScoreViews {
  return {
    matrixScores(submissions, viewer = 'public') {
      return db.read(() => heatMap(db, submissions, viewer));
    },
  };
}

export function heatMap(db: Database, submissions: readonly number[], viewer: Viewer): HeatMap {
  if (submissions.length === 0) return { matrices: [], rows: [] };
  const round = rowById(db, 'rounds', roundOf(db, submissions));
  const matrices = matrixRows(db, round.id);
  const trials = db.all(sql.selectFrom('trials').selectAll().where('submission_id', 'in', submissions));
  const cells = new Map(trials.map((trial) => [`${trial.submission_id} ${trial.matrix_id}`, trial]));
  const isOpen = viewer === 'organiser' || round.state === 'completed';
  return {
    matrices: matrices.map((one) => ({
      matrix: isOpen ? one.matrix : null,
      rows: one.rows,
      cols: one.cols,
      originalBytes: one.original_bytes,
      direction: one.direction,
      kind: one.kind,
      baselineScore: one.baseline_score,
    })),
    rows: submissions.map((submission) => ({
      submission,
      cells: matrices.map(({ id }) => {
        const trial = cells.get(`${submission} ${id}`);
        if (trial === undefined) return null;
        const { outcome, score, compressed_bytes, compress_ms, decompress_ms } = trial;
        return {
          outcome,
          score,
          compressedBytes: compressed_bytes,
          compressMs: compress_ms,
          decompressMs: decompress_ms,
        };
      }),
    })),
  };
}

function roundOf(db: Database, submissions: readonly number[]): number {
  const rows = db.all(
    sql.selectFrom('submissions').select(['id', 'round_id']).where('id', 'in', submissions),
  );
  const missing = submissions.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) {
    const hint = 'list the submissions to find it';
    throw new ArenaError('not-found', { what: `submission ${missing}`, hint });
  }
  const rounds = new Set(rows.map((row) => row.round_id));
  if (rounds.size === 1) return rows[0].round_id;
  throw new ArenaError('conflict', {
    what: 'submissions',
    expected: 'of one round',
    got: `of ${rounds.size} rounds`,
    hint: 'scores of different inputs are never compared; choose those of one round',
  });
}
