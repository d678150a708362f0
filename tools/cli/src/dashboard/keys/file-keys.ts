import { fileRows } from '../layout.ts';
import { type FileScreen, type State, topScreen, withScreen } from '../state.ts';
import type { Binding } from './binding.ts';
import { back } from './common.ts';
import { askForPath } from './submission-keys.ts';

/** Columns that an arrow moves by. */
const sideStep = 20;

const steps: Readonly<Record<string, number>> = { j: 1, down: 1, k: -1, up: -1 };
const pages: Readonly<Record<string, number>> = { pagedown: 1, ' ': 1, pageup: -1, b: -1 };

export const fileKeys: readonly Binding[] = [
  {
    keys: [...Object.keys(steps), ...Object.keys(pages)],
    label: 'j/k, arrows',
    short: null,
    help: 'scroll; Space and b, or Page Down and Up, go further',
    run: (state, key) =>
      onFile(state, ({ top }) =>
        scrolledTo(state, top + (steps[key] ?? (pages[key] ?? 0) * fileRows(state))),
      ),
  },
  {
    keys: ['g', 'home', 'G', 'end'],
    label: 'g/G',
    short: 'top/end',
    help: 'the beginning, and the end',
    run: (state, key) => scrolledTo(state, key === 'g' || key === 'home' ? 0 : Number.MAX_SAFE_INTEGER),
  },
  {
    keys: ['left', 'right'],
    label: 'left/right',
    short: null,
    help: 'scroll long lines',
    run: (state, key) =>
      onFile(state, (screen) => {
        const left = Math.max(0, screen.left + (key === 'right' ? sideStep : -sideStep));
        return withScreen(state, { ...screen, left });
      }),
  },
  {
    keys: ['/'],
    label: '/',
    short: 'search',
    help: 'search for a text; upper and lower case are the same',
    run: (state) =>
      onFile(state, ({ search }) => ({
        ...state,
        modal: { kind: 'input', question: { kind: 'search' }, label: 'search', value: search },
      })),
  },
  {
    keys: ['n', 'N'],
    label: 'n/N',
    short: null,
    help: 'next and previous match',
    run: (state, key) => nextMatch(state, key === 'n' ? 1 : -1),
  },
  {
    keys: ['f'],
    label: 'f',
    short: 'follow',
    help: 'keep the end in sight while a log grows, or stop that',
    run: (state) =>
      onFile(state, (screen) =>
        screen.isFollowing
          ? withScreen(state, { ...screen, isFollowing: false })
          : followed(state, { ...screen, isFollowing: true }),
      ),
  },
  {
    keys: ['d'],
    label: 'd',
    short: 'copy',
    help: 'copy the file out of the ledger',
    run: (state) => onFile(state, ({ submission, name }) => askForPath(state, submission, name)),
  },
  back,
];

function onFile(state: State, change: (screen: FileScreen) => State): State {
  const screen = topScreen(state);
  return screen.kind === 'file' ? change(screen) : state;
}

function lastTop(state: State): number {
  const lines = state.data?.kind === 'file' ? state.data.content.lines.length : 0;
  return Math.max(0, lines - fileRows(state));
}

/** Going up ends following, and the end takes it up again while the file grows. */
function scrolledTo(state: State, top: number): State {
  return onFile(state, (screen) => {
    const last = lastTop(state);
    const at = Math.max(0, Math.min(last, top));
    const isGrowing = state.data?.kind === 'file' && state.data.content.next !== null;
    return withScreen(state, { ...screen, top: at, isFollowing: isGrowing && at === last });
  });
}

function followed(state: State, screen: FileScreen): State {
  return withScreen(state, { ...screen, top: lastTop(state) });
}

/** Keeps the place after lines were added, or the terminal has another size. */
export function keepPlace(state: State): State {
  return onFile(state, (screen) =>
    screen.isFollowing
      ? followed(state, screen)
      : withScreen(state, { ...screen, top: Math.min(screen.top, lastTop(state)) }),
  );
}

export function searchFor(state: State, search: string): State {
  return onFile(state, (screen) => {
    const fresh = withScreen(state, { ...screen, search, match: null });
    return search === '' ? fresh : nextMatch(fresh, 1);
  });
}

/** Goes to the next line with a match, from the last match or the first line shown; around the end if need be. */
function nextMatch(state: State, step: 1 | -1): State {
  return onFile(state, (screen) => {
    const { search, match, top } = screen;
    if (state.data?.kind !== 'file' || search === '') return state;
    const { lines } = state.data.content;
    const wanted = search.toLowerCase();
    const start = match === null ? top - (step === 1 ? 1 : 0) : match;
    for (let tried = 1; tried <= lines.length; tried++) {
      const at = (((start + step * tried) % lines.length) + lines.length) % lines.length;
      if (!lines[at].text.toLowerCase().includes(wanted)) continue;
      const found = withScreen(state, { ...screen, match: at, isFollowing: false });
      const isInSight = at >= top && at < top + fileRows(state);
      return isInSight ? found : scrolledTo(found, at - Math.floor(fileRows(state) / 2));
    }
    const text = `Nothing here matches "${search}".`;
    return { ...state, modal: { kind: 'alert', title: 'Search', text } };
  });
}
