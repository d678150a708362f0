import type { CompetitionData, ScreenData } from './data.ts';
import { eventText } from './event-text.ts';
import type { Binding } from './keys/binding.ts';
import { everywhere, quit } from './keys/common.ts';
import { competitionKeys } from './keys/competition-keys.ts';
import { competitionsKeys } from './keys/competitions-keys.ts';
import { fileKeys, keepPlace } from './keys/file-keys.ts';
import { modalKey } from './keys/modal-keys.ts';
import { submissionKeys } from './keys/submission-keys.ts';
import { pageRows } from './layout.ts';
import { keepSelected } from './lists.ts';
import { roundTime } from './round-time.ts';
import {
  type LogEntry,
  type LogLevel,
  type Modal,
  popScreen,
  type Screen,
  type Size,
  type State,
  topScreen,
  withScreen,
} from './state.ts';

export type Action =
  /** A character, or the name of another key such as `enter`, `pagedown` or `ctrl-c`. */
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'data'; readonly data: ScreenData }
  /** The data could not be had; `isRefused` when that will not change. */
  | { readonly type: 'no-data'; readonly message: string; readonly isRefused: boolean }
  | { readonly type: 'show'; readonly modal: Modal | null }
  | { readonly type: 'log'; readonly level: LogLevel; readonly text: string };

const minuteMs = 60_000;

const ofScreen: Readonly<Record<Screen['kind'], readonly Binding[]>> = {
  competitions: competitionsKeys,
  competition: competitionKeys,
  submission: submissionKeys,
  file: fileKeys,
};

/** Keys that do something on a screen, its own first. */
export function bindingsOf({ kind }: Screen): readonly Binding[] {
  return [...ofScreen[kind], ...everywhere];
}

/** What the dashboard is like after something happened. Touches nothing outside: what is to be done is its task. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'key':
      return pressed(state, action.key);
    case 'resize':
      return keepPage(state, { ...state, size: action.size });
    case 'tick':
      return isSeen(state, action.now) ? { ...state, now: action.now } : state;
    case 'data':
      return arrived(state, action.data);
    case 'no-data':
      return refused(state, action.message, action.isRefused);
    case 'show':
      return { ...state, modal: action.modal };
    case 'log':
      return logged(state, [entry(state, action.level, action.text)]);
  }
}

/** Whether anything on the screen tells the time apart: seconds are only in the countdown of a round. */
function isSeen({ data, now: before }: State, now: number): boolean {
  const round = data?.kind === 'competition' ? data.summary.round : null;
  const isCounting = round !== null && roundTime(round, now) !== null;
  return isCounting || Math.floor(now / minuteMs) !== Math.floor(before / minuteMs);
}

function pressed(state: State, key: string): State {
  if (key === 'ctrl-c') return quit(state, true);
  if (state.modal !== null) return modalKey(state, state.modal, key);
  const binding = bindingsOf(topScreen(state)).find(({ keys }) => keys.includes(key));
  return binding === undefined ? state : keepPage(state, binding.run(state, key));
}

/** Where another number of rows fits now, goes to the page that the selected one is on then. */
function keepPage(before: State, after: State): State {
  const screen = topScreen(after);
  if (screen.kind !== 'competition' || topScreen(before) !== screen) return keepPlace(after);
  const [old, now] = [pageRows(before), pageRows(after)];
  if (old === now) return after;
  const place = (screen.page - 1) * old + screen.cursor.index;
  const page = 1 + Math.floor(place / now);
  const cursor = { ...screen.cursor, index: place % now };
  return withScreen(after, { ...screen, page, cursor, upTo: page === 1 ? null : screen.upTo });
}

function arrived(state: State, data: ScreenData): State {
  const news =
    data.kind === 'competition' && state.data?.kind === 'competition' ? newEvents(state.data, data) : [];
  const modal = state.modal?.kind === 'loading' ? null : state.modal;
  return keepPlace(keepSelected(logged({ ...state, data, modal, problem: null }, news)));
}

/** What happened since the screen was filled the last time, the oldest first. */
function newEvents(before: CompetitionData, { events }: CompetitionData): LogEntry[] {
  const last = before.events[0]?.id ?? 0;
  return events
    .filter(({ id }) => id > last)
    .toReversed()
    .map((event) => ({ at: event.at, level: 'info', text: eventText(event) }));
}

/** A screen that never had data is left again; what is shown already stays, with a warning. */
function refused(state: State, message: string, isRefused: boolean): State {
  const modal = state.modal?.kind === 'loading' ? null : state.modal;
  const failed = logged(
    { ...state, modal },
    state.problem === message ? [] : [entry(state, 'error', message)],
  );
  if (!isRefused || state.data !== null) return { ...failed, problem: message };
  return { ...popScreen(failed), modal: { kind: 'alert', title: 'Cannot be shown', text: message } };
}

const mostEntries = 500;

function logged(state: State, entries: readonly LogEntry[]): State {
  return entries.length === 0 ? state : { ...state, log: [...state.log, ...entries].slice(-mostEntries) };
}

function entry({ now }: State, level: LogLevel, text: string): LogEntry {
  return { at: new Date(now).toISOString(), level, text };
}
