import { renderToString } from 'ink';
import { createElement } from 'react';
import { expect, it } from 'vitest';
import { load } from '../src/dashboard/data.ts';
import { printable } from '../src/dashboard/printable.ts';
import { queryOf } from '../src/dashboard/query.ts';
import { reduce } from '../src/dashboard/reducer.ts';
import { initialState, type State } from '../src/dashboard/state.ts';
import { fitColumns } from '../src/dashboard/view/columns.ts';
import { CompetitionView } from '../src/dashboard/view/competition-view.tsx';
import { SubmissionView } from '../src/dashboard/view/submission-view.tsx';
import { wrapped } from '../src/dashboard/wrap.ts';
import { demoLedger } from './dashboard-ledger.ts';

const { ledger } = await demoLedger();

function start(columns: number, rows: number): State {
  const state = initialState({
    size: { columns, rows },
    now: Date.now(),
    author: null,
    competition: 'spring-cup',
  });
  return reduce(state, { type: 'data', data: load(ledger, 'public', queryOf(state), null) });
}

/** Every text of a state, in some data, put in the place of another. */
function withText<T>(data: T, before: string, after: string): T {
  return JSON.parse(JSON.stringify(data).replaceAll(JSON.stringify(before), JSON.stringify(after)));
}

it('states and outcomes that are not known are shown by their names', () => {
  const state = start(80, 24);
  const [, screen] = state.screens;
  if (screen.kind !== 'competition' || state.data?.kind !== 'competition') throw new Error('another screen');
  const data = withText(state.data, 'queued', 'pondering');
  const text = renderToString(createElement(CompetitionView, { state, screen, data }), { columns: 80 });
  expect(text).toContain('pondering');

  const opened = reduce(
    { ...state, screens: [...state.screens.slice(0, 1), screen] },
    { type: 'key', key: 'enter' },
  );
  const query = queryOf(opened);
  const loaded = load(ledger, 'public', query, null);
  const submission = opened.screens.at(-1);
  if (loaded.kind !== 'submission' || submission?.kind !== 'submission') throw new Error('another screen');
  const odd = withText(withText(loaded, 'queued', 'pondering'), 'submission-queued', 'eclipse-seen');
  const shown = renderToString(
    createElement(SubmissionView, { state: opened, screen: submission, data: odd }),
    {
      columns: 80,
    },
  );
  expect(shown).toContain('eclipse seen');
  expect(shown).toContain('it is pondering');
});

it.each([
  [72, 18],
  [80, 24],
  [100, 30],
  [132, 50],
  [240, 80],
])(
  'no line of a screen is longer than the terminal, and no more lines than it has: %i x %i',
  (columns, rows) => {
    const state = start(columns, rows);
    const [, screen] = state.screens;
    if (screen.kind !== 'competition' || state.data?.kind !== 'competition')
      throw new Error('another screen');
    const { data } = state;
    const lines = renderToString(createElement(CompetitionView, { state, screen, data }), { columns }).split(
      '\n',
    );
    expect(lines.length).toBeLessThanOrEqual(rows - 3);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(data.page.items.every(({ id }) => lines.some((line) => line.includes(` ${id} `)))).toBe(true);
  },
);

it('a table gives its room to what cannot be cut, and leaves out what is extra', () => {
  const columns = [
    { heading: 'id', text: (row: string[]) => row[0] },
    { heading: 'long', least: 5, text: (row: string[]) => row[1] },
    { heading: 'extra', isExtra: true, text: (row: string[]) => row[2] },
  ];
  const rows = [['1234', 'a very long text', 'more']];
  const widths = (width: number) => fitColumns(columns, rows, width).columns.map((column) => column.width);
  expect(widths(40)).toEqual([4, 16, 5]);
  expect(widths(22)).toEqual([4, 16]);
  expect(widths(15)).toEqual([4, 10]);
  expect(widths(3)).toEqual([4, 5]);
});

it('texts are wrapped at words, and longer words are cut', () => {
  expect(wrapped('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrapped('abcdefghijklmnop', 8)).toEqual(['abcdefgh', 'ijklmnop']);
  expect(wrapped('', 8)).toEqual(['']);
});

it('what a terminal would act on is taken out of every text', () => {
  expect(printable({ a: ['x\u001b[31my', 'tab\there'], b: 1, c: null, d: '\u202eevil\n' })).toEqual({
    a: ['x\uFFFD[31my', 'tab  here'],
    b: 1,
    c: null,
    d: '\uFFFDevil\uFFFD',
  });
});
