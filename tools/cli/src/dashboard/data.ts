import { ratio } from '@matrix-arena/contract';
import type {
  CompetitionRow,
  CompetitionSummary,
  Ledger,
  LedgerEvent,
  RoundInfo,
  SubmissionDetail,
  SubmissionPage,
  SubmissionRow,
  Viewer,
  Visibility,
} from '@matrix-arena/ledger';
import { printable } from '../competition/printable.ts';
import { topOfRound } from '../competition/top-of-round.ts';
import { counted } from '../format.ts';
import { type FileContent, logName, readContent } from './file-content.ts';
import type { Filter, MatrixSort } from './state.ts';

/** What a screen needs of the ledger. Two that are equal as JSON ask for the same. */
export type Query =
  | { readonly kind: 'competitions'; readonly includeCompleted: boolean }
  | {
      readonly kind: 'competition';
      readonly id: string;
      readonly filter: Filter;
      readonly author: string | null;
      readonly sort: 'time' | 'score';
      readonly page: number;
      readonly pageSize: number;
      readonly upTo: number | null;
    }
  | { readonly kind: 'submission'; readonly id: number; readonly matrixSort: MatrixSort }
  | { readonly kind: 'file'; readonly submission: number; readonly name: string };

export interface CompetitionItem extends CompetitionRow {
  readonly current: RoundInfo | null;
  readonly top: SubmissionRow | null;
}

export interface CompetitionsData {
  readonly kind: 'competitions';
  readonly items: readonly CompetitionItem[];
  /** Those that are not listed. */
  readonly completed: number;
}

export interface CompetitionData {
  readonly kind: 'competition';
  readonly summary: CompetitionSummary;
  readonly top: SubmissionRow | null;
  readonly page: SubmissionPage;
  /** Newest first. */
  readonly events: readonly LedgerEvent[];
}

/** One matrix of a submission. */
export interface MatrixRow {
  /** Place in the round, from 1. */
  readonly number: number;
  /** Null until the round is completed. */
  readonly name: string | null;
  readonly rows: number;
  readonly cols: number;
  readonly kind: string | null;
  readonly direction: string | null;
  /** `ok`, or how it failed. */
  readonly outcome: string;
  readonly ratio: number | null;
  readonly compressMs: number | null;
  readonly decompressMs: number | null;
  readonly score: number;
}

export interface FileRow {
  readonly name: string;
  readonly type: string;
  /** Null for the log, which is kept by its lines. */
  readonly sizeBytes: number | null;
  readonly visibility: Visibility;
}

export interface SubmissionData {
  readonly kind: 'submission';
  readonly detail: SubmissionDetail;
  readonly matrices: readonly MatrixRow[];
  readonly files: readonly FileRow[];
  /** Oldest first. */
  readonly events: readonly LedgerEvent[];
}

export interface FileData {
  readonly kind: 'file';
  readonly content: FileContent;
}

export type ScreenData = CompetitionsData | CompetitionData | SubmissionData | FileData;

const mostCompetitions = 1000;
const mostEvents = 50;

/**
 * Reads what a screen shows. Its texts hold nothing that a terminal would act on.
 *
 * @param before what the same query gave earlier, so that a log which grows is read on
 * @throws ArenaError `not-found`, `sealed`, and what reading the ledger throws
 */
export function load(ledger: Ledger, viewer: Viewer, query: Query, before: ScreenData | null): ScreenData {
  switch (query.kind) {
    case 'competitions':
      return printable(competitionsData(ledger, query.includeCompleted));
    case 'competition':
      return printable(competitionData(ledger, viewer, query));
    case 'submission':
      return printable(submissionData(ledger, viewer, query));
    case 'file': {
      const known = before?.kind === 'file' ? before.content : null;
      return { kind: 'file', content: readContent(ledger, viewer, query, known) };
    }
  }
}

function competitionsData(ledger: Ledger, includeCompleted: boolean): CompetitionsData {
  const { items } = ledger.listCompetitions({ pageSize: mostCompetitions, includeCompleted });
  const all = ledger.listCompetitions({ pageSize: 1, includeCompleted: true }).total;
  return {
    kind: 'competitions',
    completed: includeCompleted ? 0 : all - items.length,
    items: items.map((row) => {
      const { round } = ledger.competitionSummary(row.id);
      return { ...row, current: round, top: topOfRound(ledger, { round }) };
    }),
  };
}

function competitionData(
  ledger: Ledger,
  viewer: Viewer,
  query: Query & { kind: 'competition' },
): CompetitionData {
  const { id, filter, author, sort, page, pageSize, upTo } = query;
  const summary = ledger.competitionSummary(id);
  return {
    kind: 'competition',
    summary,
    top: topOfRound(ledger, summary),
    page: ledger.listSubmissions({
      competition: id,
      viewer,
      sort,
      page,
      pageSize,
      search: filter.search,
      topOnly: filter.topOnly,
      ...(filter.mine && author !== null ? { author } : {}),
      ...(filter.state === null ? {} : { state: filter.state }),
      ...(upTo === null ? {} : { upTo }),
    }),
    events: ledger.listEvents({ competition: id, pageSize: mostEvents }).items,
  };
}

function submissionData(
  ledger: Ledger,
  viewer: Viewer,
  { id, matrixSort }: Query & { kind: 'submission' },
): SubmissionData {
  const detail = ledger.submissionDetail(id, viewer);
  const { competition, files, logLines, logs } = detail;
  const log: FileRow = {
    name: logName,
    type: counted(logLines, 'line', 'lines'),
    sizeBytes: null,
    visibility: logs,
  };
  return {
    kind: 'submission',
    detail,
    matrices: matrixRows(ledger, viewer, id).toSorted(byMatrixSort[matrixSort]),
    files: [
      ...(logLines === 0 ? [] : [log]),
      ...files.map(({ name, type, size, visibility }) => ({ name, type, sizeBytes: size, visibility })),
    ],
    events: ledger.listEvents({ competition, submission: id, pageSize: mostEvents }).items.toReversed(),
  };
}

function matrixRows(ledger: Ledger, viewer: Viewer, submission: number): MatrixRow[] {
  const { matrices, rows } = ledger.matrixScores([submission], viewer);
  return matrices.flatMap(({ matrix, rows: rowCount, cols, originalBytes, kind, direction }, index) => {
    const cell = rows[0]?.cells[index] ?? null;
    if (cell === null) return [];
    const { outcome, compressedBytes, compressMs, decompressMs, score } = cell;
    const figures = { outcome, compressMs, decompressMs, score };
    return {
      ...{ number: index + 1, name: matrix, rows: rowCount, cols, kind, direction },
      ...figures,
      ratio: compressedBytes === null || compressedBytes === 0 ? null : ratio(originalBytes, compressedBytes),
    };
  });
}

const callMs = ({ compressMs, decompressMs }: MatrixRow): number =>
  compressMs === null || decompressMs === null ? Number.POSITIVE_INFINITY : compressMs + decompressMs;

/** What failed comes first where it counts as the worst. */
const byMatrixSort: Readonly<Record<MatrixSort, (a: MatrixRow, b: MatrixRow) => number>> = {
  'worst first': (a, b) => a.score - b.score || a.number - b.number,
  'slowest first': (a, b) => compare(callMs(b), callMs(a)) || a.number - b.number,
  'smallest ratio first': (a, b) => compare(a.ratio ?? 0, b.ratio ?? 0) || a.number - b.number,
  'as in the round': (a, b) => a.number - b.number,
};

/** Infinities included, whose difference is no number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
