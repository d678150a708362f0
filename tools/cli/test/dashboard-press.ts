import { load, type ScreenData } from '../src/dashboard/data.ts';
import { queryOf } from '../src/dashboard/query.ts';
import { reduce } from '../src/dashboard/reducer.ts';
import { initialState, type Screen, type State, topScreen } from '../src/dashboard/state.ts';
import { demoLedger } from './dashboard-ledger.ts';

const { ledger } = await demoLedger();
const size = { columns: 80, rows: 24 };
const now = Date.parse('2026-01-31T12:00:00Z');

/** A state with its data, as the store keeps it, but without anything outside. */
export function start(competition: string | null = null, author: string | null = 'ada'): State {
  return filled(initialState({ size, now, author, competition }));
}

export function filled(state: State): State {
  const data = load(ledger, 'public', queryOf(state), null);
  return reduce(state, { type: 'data', data });
}

/** The state after some keys; data are loaded whenever others are needed. */
export function press(state: State, ...keys: string[]): State {
  let next = state;
  for (const key of keys) {
    const before = JSON.stringify(queryOf(next));
    next = reduce(next, { type: 'key', key });
    if (next.data === null || JSON.stringify(queryOf(next)) !== before) next = filled(next);
  }
  return next;
}

/** @throws Error when another screen is shown */
export function screenOf<Kind extends Screen['kind']>(state: State, kind: Kind): Screen & { kind: Kind } {
  const screen = topScreen(state);
  if (screen.kind !== kind) throw new Error(`expected the screen ${kind}, got ${screen.kind}`);
  return screen as Screen & { kind: Kind };
}

export function dataOf<Kind extends ScreenData['kind']>(
  { data }: State,
  kind: Kind,
): ScreenData & { kind: Kind } {
  if (data?.kind !== kind) throw new Error(`expected data of ${kind}, got ${data?.kind}`);
  return data as ScreenData & { kind: Kind };
}
