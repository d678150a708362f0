import { submissionStates } from '@matrix-arena/ledger';
import {
  type CompetitionScreen,
  type Filter,
  noCursor,
  pushScreen,
  type State,
  submissionScreen,
  topScreen,
  withScreen,
} from '../state.ts';
import type { Binding } from './binding.ts';
import { back, move } from './common.ts';

export const competitionKeys: readonly Binding[] = [
  move,
  { keys: ['enter'], label: 'Enter', short: 'open', help: 'open the selected submission', run: open },
  {
    keys: ['f'],
    label: 'f',
    short: 'find',
    help: 'find by number or part of an author; empty shows all',
    run: (state) =>
      onCompetition(state, ({ filter }) => ({
        ...state,
        modal: {
          kind: 'input',
          question: { kind: 'find' },
          label: 'find number or author',
          value: filter.search,
        },
      })),
  },
  { keys: ['m'], label: 'm', short: 'mine', help: 'your own submissions, or all again', run: toggleMine },
  {
    keys: ['t'],
    label: 't',
    short: 'top',
    help: 'those that hold the top or once did, or all',
    run: (state) => narrow(state, ({ topOnly }) => ({ topOnly: !topOnly })),
  },
  {
    keys: ['a'],
    label: 'a',
    short: 'state',
    help: 'those in one state, the next state with each press',
    run: nextState,
  },
  {
    keys: ['s'],
    label: 's',
    short: 'sort',
    help: 'the best first within each round, or the newest first',
    run: (state) =>
      onCompetition(state, (screen) =>
        firstPage(state, { ...screen, sort: screen.sort === 'time' ? 'score' : 'time' }),
      ),
  },
  { keys: ['n', 'p'], label: 'n/p', short: 'page', help: 'next and previous page', run: turnPage },
  back,
];

function onCompetition(state: State, change: (screen: CompetitionScreen) => State): State {
  const screen = topScreen(state);
  return screen.kind === 'competition' ? change(screen) : state;
}

/** Other rows than before: from their beginning. */
function firstPage(state: State, screen: CompetitionScreen): State {
  return withScreen(state, { ...screen, page: 1, upTo: null, cursor: noCursor });
}

export function narrow(state: State, change: (filter: Filter) => Partial<Filter>): State {
  return onCompetition(state, (screen) =>
    firstPage(state, { ...screen, filter: { ...screen.filter, ...change(screen.filter) } }),
  );
}

function toggleMine(state: State): State {
  if (state.author !== null) return narrow(state, ({ mine }) => ({ mine: !mine }));
  const text = 'Nobody is set as the author. Quit and run: arena init --author ID';
  return { ...state, modal: { kind: 'alert', title: 'Your own submissions', text } };
}

function nextState(state: State): State {
  const { data } = state;
  if (data?.kind !== 'competition') return state;
  const { submissionCounts } = data.summary;
  return narrow(state, (filter) => {
    const after = filter.state === null ? 0 : submissionStates.indexOf(filter.state) + 1;
    return { state: submissionStates.slice(after).find((one) => submissionCounts[one] > 0) ?? null };
  });
}

function turnPage(state: State, key: string): State {
  const { data } = state;
  if (data?.kind !== 'competition') return state;
  return onCompetition(state, (screen) => {
    const page = screen.page + (key === 'n' ? 1 : -1);
    if (page < 1 || (key === 'n' && !data.page.hasMore)) return state;
    const upTo = page === 1 ? null : data.page.upTo;
    return withScreen(state, { ...screen, page, upTo, cursor: noCursor });
  });
}

function open(state: State): State {
  return onCompetition(state, ({ cursor: { key } }) =>
    key === null ? state : pushScreen(state, submissionScreen(Number(key))),
  );
}
