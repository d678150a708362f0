import { moveIn } from '../lists.ts';
import { popScreen, type State } from '../state.ts';
import type { Binding } from './binding.ts';

export const move: Binding = {
  keys: ['j', 'k', 'up', 'down', 'pageup', 'pagedown', 'home', 'end'],
  label: 'j/k, arrows',
  short: null,
  help: 'select a row; Page Up, Page Down, Home and End go further',
  run: (state, key) => moveIn(state, key) ?? state,
};

export const back: Binding = {
  keys: ['escape', 'backspace'],
  label: 'Esc',
  short: 'back',
  help: 'back to the screen before (Backspace too)',
  run: popScreen,
};

export const quit = (state: State, isInterrupt: boolean): State => ({
  ...state,
  task: { kind: 'quit', isInterrupt },
});

/** On every screen. */
export const everywhere: readonly Binding[] = [
  {
    keys: ['r'],
    label: 'r',
    short: null,
    help: 'read the ledger again at once',
    run: (state) => ({ ...state, task: { kind: 'refresh' } }),
  },
  {
    keys: ['l'],
    label: 'l',
    short: 'log',
    help: 'show or hide what has happened',
    run: (state) => ({ ...state, isLogOpen: !state.isLogOpen }),
  },
  {
    keys: ['?'],
    label: '?',
    short: 'help',
    help: 'these keys',
    run: (state) => ({ ...state, modal: { kind: 'help' } }),
  },
  {
    keys: ['q'],
    label: 'q',
    short: 'quit',
    help: 'quit (Ctrl-C too)',
    run: (state) => quit(state, false),
  },
];
