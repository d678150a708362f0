import { cursorOf } from '../lists.ts';
import { competitionScreen, pushScreen, type State, topScreen, withScreen } from '../state.ts';
import type { Binding } from './binding.ts';
import { move } from './common.ts';

export const competitionsKeys: readonly Binding[] = [
  move,
  {
    keys: ['enter'],
    label: 'Enter',
    short: 'open',
    help: 'open the selected competition',
    run: open,
  },
  {
    keys: ['c'],
    label: 'c',
    short: 'completed',
    help: 'list completed competitions too, or leave them out',
    run(state) {
      const screen = topScreen(state);
      if (screen.kind !== 'competitions') return state;
      return withScreen(state, { ...screen, includeCompleted: !screen.includeCompleted });
    },
  },
];

function open(state: State): State {
  const key = cursorOf(topScreen(state))?.key ?? null;
  return key === null ? state : pushScreen(state, competitionScreen(key));
}
