import type { ScreenData } from './data.ts';
import { listRows } from './layout.ts';
import { type Cursor, type Screen, type State, topScreen, withScreen } from './state.ts';

/** Keys of the rows that the selected one is among; null on a screen without a list. */
export function rowKeys(screen: Screen, data: ScreenData | null): readonly string[] | null {
  if (screen.kind === 'competitions')
    return data?.kind === 'competitions' ? data.items.map(({ id }) => id) : [];
  if (screen.kind === 'competition')
    return data?.kind === 'competition' ? data.page.items.map(({ id }) => String(id)) : [];
  if (screen.kind === 'file') return null;
  if (data?.kind !== 'submission') return [];
  return screen.pane === 'matrices'
    ? data.matrices.map(({ number }) => String(number))
    : data.files.map(({ name }) => name);
}

export function cursorOf(screen: Screen): Cursor | null {
  if (screen.kind === 'file') return null;
  return screen.kind === 'submission' ? screen.cursors[screen.pane] : screen.cursor;
}

function withCursor(state: State, cursor: Cursor): State {
  const screen = topScreen(state);
  if (screen.kind === 'file') return state;
  return withScreen(
    state,
    screen.kind === 'submission'
      ? { ...screen, cursors: { ...screen.cursors, [screen.pane]: cursor } }
      : { ...screen, cursor },
  );
}

/** Selects a row by its place; the nearest there is. */
export function select(state: State, index: number): State {
  const keys = rowKeys(topScreen(state), state.data) ?? [];
  const nearest = Math.max(0, Math.min(keys.length - 1, index));
  return withCursor(state, { index: nearest, key: keys[nearest] ?? null });
}

/** Keeps the selected row selected after its list has changed; if it is gone, the one in its place. */
export function keepSelected(state: State): State {
  const screen = topScreen(state);
  const cursor = cursorOf(screen);
  const keys = rowKeys(screen, state.data);
  if (cursor === null || keys === null || state.data === null) return state;
  const index = cursor.key === null ? -1 : keys.indexOf(cursor.key);
  return select(state, index >= 0 ? index : cursor.index);
}

const pages: Readonly<Record<string, number>> = { pagedown: 1, pageup: -1 };
const steps: Readonly<Record<string, number>> = { j: 1, down: 1, k: -1, up: -1 };

/** Where a key moves the selection; null for one that does not. */
export function moveIn(state: State, key: string): State | null {
  const cursor = cursorOf(topScreen(state));
  if (cursor === null) return null;
  if (key === 'home') return select(state, 0);
  if (key === 'end') return select(state, Number.MAX_SAFE_INTEGER);
  const step = steps[key] ?? (pages[key] ?? 0) * listRows(state);
  return step === 0 ? null : select(state, cursor.index + step);
}
