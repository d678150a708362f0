import type { SubmissionState } from '@matrix-arena/ledger';
import type { ScreenData } from './data.ts';

/** Of the terminal, in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The selected row of a list: by its key, so that it stays selected when others come in before it. */
export interface Cursor {
  readonly index: number;
  readonly key: string | null;
}

export interface CompetitionsScreen {
  readonly kind: 'competitions';
  readonly includeCompleted: boolean;
  readonly cursor: Cursor;
}

/** What a list of submissions is narrowed down to. */
export interface Filter {
  readonly search: string;
  readonly mine: boolean;
  readonly topOnly: boolean;
  readonly state: SubmissionState | null;
}

export interface CompetitionScreen {
  readonly kind: 'competition';
  readonly id: string;
  readonly filter: Filter;
  readonly sort: 'time' | 'score';
  /** From 1. */
  readonly page: number;
  /** The newest submission of the first page, kept while others are shown, so that rows do not move between pages. */
  readonly upTo: number | null;
  readonly cursor: Cursor;
}

/** Orders of the matrices of a submission. */
export const matrixSorts = [
  'worst first',
  'slowest first',
  'smallest ratio first',
  'as in the round',
] as const;
export type MatrixSort = (typeof matrixSorts)[number];

export const panes = ['matrices', 'files'] as const;
export type Pane = (typeof panes)[number];

export interface SubmissionScreen {
  readonly kind: 'submission';
  readonly id: number;
  /** The one that keys are for. */
  readonly pane: Pane;
  readonly matrixSort: MatrixSort;
  readonly cursors: Readonly<Record<Pane, Cursor>>;
}

export interface FileScreen {
  readonly kind: 'file';
  readonly submission: number;
  readonly name: string;
  readonly sizeBytes: number;
  /** First line and column that are shown, from 0. */
  readonly top: number;
  readonly left: number;
  /** Whether the end is kept in sight while the file grows. */
  readonly isFollowing: boolean;
  readonly search: string;
  /** Line of the match that was found last, from 0. */
  readonly match: number | null;
}

export type Screen = CompetitionsScreen | CompetitionScreen | SubmissionScreen | FileScreen;

/** What an answer to a question at the foot of the screen is for. */
export type Question =
  | { readonly kind: 'find' }
  | { readonly kind: 'search' }
  | { readonly kind: 'copy'; readonly submission: number; readonly name: string };

export type Modal =
  | { readonly kind: 'help' }
  | { readonly kind: 'alert'; readonly title: string; readonly text: string }
  | { readonly kind: 'confirm'; readonly title: string; readonly text: string; readonly task: Task }
  | { readonly kind: 'input'; readonly question: Question; readonly label: string; readonly value: string }
  | { readonly kind: 'loading'; readonly text: string };

/** What has to be done outside of the state. */
export type Task =
  | { readonly kind: 'quit'; readonly isInterrupt: boolean }
  | { readonly kind: 'refresh' }
  | {
      readonly kind: 'copy';
      readonly submission: number;
      readonly name: string;
      readonly path: string;
      readonly overwrite: boolean;
    };

export type LogLevel = 'info' | 'success' | 'warning' | 'error';

export interface LogEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly level: LogLevel;
  readonly text: string;
}

/** Everything that the dashboard shows. */
export interface State {
  readonly size: Size;
  /** Milliseconds of the clock, for ages and countdowns. */
  readonly now: number;
  /** Whoever looks, from the settings. */
  readonly author: string | null;
  /** The last one is shown; Esc goes back to the one before. */
  readonly screens: readonly Screen[];
  /** Of the screen that is shown; null until it is there. */
  readonly data: ScreenData | null;
  readonly modal: Modal | null;
  /** Why the data shown may be old; null while they are not. */
  readonly problem: string | null;
  /** The oldest first. */
  readonly log: readonly LogEntry[];
  readonly isLogOpen: boolean;
  readonly task: Task | null;
}

export const noCursor: Cursor = { index: 0, key: null };

export const noFilter: Filter = { search: '', mine: false, topOnly: false, state: null };

export function competitionScreen(id: string): CompetitionScreen {
  return { kind: 'competition', id, filter: noFilter, sort: 'time', page: 1, upTo: null, cursor: noCursor };
}

export function submissionScreen(id: number): SubmissionScreen {
  const cursors = { matrices: noCursor, files: noCursor };
  return { kind: 'submission', id, pane: 'matrices', matrixSort: 'worst first', cursors };
}

export interface Start {
  readonly size: Size;
  readonly now: number;
  readonly author: string | null;
  /** The competition that is shown first; all of them when it is null. */
  readonly competition: string | null;
}

export function initialState({ size, now, author, competition }: Start): State {
  const all: Screen = { kind: 'competitions', includeCompleted: false, cursor: noCursor };
  return {
    size,
    now,
    author,
    screens: competition === null ? [all] : [all, competitionScreen(competition)],
    data: null,
    modal: null,
    problem: null,
    log: [],
    isLogOpen: false,
    task: null,
  };
}

export function topScreen({ screens }: State): Screen {
  return screens[screens.length - 1];
}

export function withScreen(state: State, screen: Screen): State {
  return { ...state, screens: [...state.screens.slice(0, -1), screen] };
}

export function pushScreen(state: State, screen: Screen): State {
  return { ...state, screens: [...state.screens, screen], data: null };
}

/** Back to the screen before; the first one stays. */
export function popScreen(state: State): State {
  return state.screens.length === 1 ? state : { ...state, screens: state.screens.slice(0, -1), data: null };
}
