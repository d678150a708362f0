import type { SubmissionData } from './data.ts';
import { type Size, type State, topScreen } from './state.ts';
import { submissionDetails } from './submission-lines.ts';

/** Below this there is no room for the tables. */
export const leastSize: Size = { columns: 72, rows: 18 };

/** From here on two tables stand side by side. */
export const wideColumns = 132;

/** From here on there is room for whole dates. */
export const roomyColumns = 100;

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < leastSize.columns || rows < leastSize.rows;
}

export function logPaneRows({ isLogOpen, size }: State): number {
  return isLogOpen ? Math.max(4, Math.floor(size.rows / 4)) : 0;
}

/** Without the title and the two lines at the foot. */
export function bodyRows(state: State): number {
  return state.size.rows - 3 - logPaneRows(state);
}

/** Free lines between the parts of a screen. */
export function gapRows({ size }: State): number {
  return size.rows >= 30 ? 1 : 0;
}

/** Lines of each block above the submissions, without its heading. */
export function blockRows(state: State): number {
  return Math.min(10, Math.max(5, Math.floor(bodyRows(state) / 3)));
}

/** The line that says what is listed, and the headings. */
const headingRows = 2;

export function competitionsRows(state: State): number {
  return bodyRows(state) - headingRows;
}

/** Submissions on one page: what the description and the blocks leave. */
export function pageRows(state: State): number {
  return Math.max(1, bodyRows(state) - 1 - (1 + blockRows(state)) - headingRows - 2 * gapRows(state));
}

/** Lines above the tables of a submission, without the heading. */
export function detailRows(state: State, data: SubmissionData): number {
  const leastTableRows = 5;
  const most = bodyRows(state) - 1 - headingRows - gapRows(state) - leastTableRows;
  const { columns } = state.size;
  const lines = submissionDetails(data.detail, state.now, detailColumns(columns)).length;
  return Math.min(most, Math.max(lines, Math.min(data.events.length, 7)));
}

/** Width of the left one of the two blocks of a submission. */
export function detailColumns(columns: number): number {
  return Math.floor(columns * 0.56);
}

/** Rows of the tables of a submission. */
export function submissionRows(state: State, data: SubmissionData): number {
  return Math.max(1, bodyRows(state) - (1 + detailRows(state, data)) - headingRows - gapRows(state));
}

export function fileRows(state: State): number {
  return bodyRows(state);
}

/** Rows by which a page key moves. */
export function listRows(state: State): number {
  const { data } = state;
  switch (topScreen(state).kind) {
    case 'competitions':
      return competitionsRows(state);
    case 'competition':
      return pageRows(state);
    case 'submission':
      return data?.kind === 'submission' ? submissionRows(state, data) : 1;
    case 'file':
      return fileRows(state);
  }
}

/** First row of a list that is shown, so that the selected one is about in the middle. */
export function windowStart(index: number, count: number, shown: number): number {
  return Math.max(0, Math.min(index - Math.floor(shown / 2), count - shown));
}
