import type { RoundInfo } from '@matrix-arena/ledger';
import { renderToString } from 'ink';
import { createElement } from 'react';
import { expect, it } from 'vitest';
import { printable } from '../src/competition/printable.ts';
import { load } from '../src/dashboard/data.ts';
import { queryOf } from '../src/dashboard/query.ts';
import { reduce } from '../src/dashboard/reducer.ts';
import { initialState, type State } from '../src/dashboard/state.ts';
import { submissionDetails } from '../src/dashboard/submission-lines.ts';
import { fitColumns } from '../src/dashboard/view/columns.ts';
import { CompetitionView } from '../src/dashboard/view/competition-view.tsx';
import { ModalView } from '../src/dashboard/view/modal-view.tsx';
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

/** The competition of a state, as it is drawn. */
function competitionText(state: State): string {
  const [, screen] = state.screens;
  if (screen.kind !== 'competition' || state.data?.kind !== 'competition') throw new Error('another screen');
  const { data } = state;
  const { columns } = state.size;
  return renderToString(createElement(CompetitionView, { state, screen, data }), { columns });
}

it('a block with more lines than there is room for says how many', () => {
  const low = competitionText(start(80, 24));
  expect(low.match(/… \d more/g)).toEqual(['… 2 more', '… 4 more', '… 3 more']);
  expect(low).not.toMatch(/\n *started /);
  const high = competitionText(start(120, 40));
  expect(high).not.toMatch(/… \d more/);
  expect(high).toMatch(/\n *started /);
});

it('scores that wait for the holder are told, with those of one by number', () => {
  const state = start(120, 40);
  const { data } = state;
  if (data?.kind !== 'competition') throw new Error('another screen');
  const { summary } = data;
  const { round } = summary;
  if (round === null) throw new Error('no round');
  const withRound = (changes: Partial<RoundInfo>): State => ({
    ...state,
    data: { ...data, summary: { ...summary, round: { ...round, ...changes } } },
  });
  expect(competitionText(state)).not.toContain('undecided');
  expect(competitionText(withRound({ undecided: 1 }))).toContain('1 score undecided');
  expect(competitionText(withRound({ undecided: 2 }))).toContain('2 scores undecided');
  expect(competitionText(withRound({ submissions: 1 }))).toContain('1 submission, 4 to do');
});

it('help that is longer than the terminal says so', () => {
  const help = (rows: number): string => {
    const state = reduce(start(72, rows), { type: 'key', key: '?' });
    if (state.modal?.kind !== 'help') throw new Error('no help');
    return renderToString(createElement(ModalView, { state, modal: state.modal }), { columns: 72 });
  };
  expect(help(18)).toMatch(/… \d more in a higher terminal.*Esc closes this/s);
  expect(help(24)).not.toContain('higher terminal');
  expect(help(24)).toContain('ID: number of a submission');
});

it('what a failure tells is labelled in words, and none of it is cut', () => {
  const failure = {
    kind: 'timeout',
    message: 'it took longer than it may, which is told here at some length',
    fields: { failedMatrices: 22, stage: 'verify' },
  };
  const failed = ledger.listSubmissions({ competition: 'spring-cup', state: 'failed' }).items[0];
  const detail = { ...ledger.submissionDetail(failed.id), failure };
  const lines = submissionDetails(detail, Date.now(), 44);
  expect(lines).toContainEqual(['failed matrices', '22']);
  for (const [, text] of lines.slice(4, -1)) expect(text.length).toBeLessThanOrEqual(44 - 16);
});

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

it('what is extra is left out from the left, and only as far as need be', () => {
  const column = (heading: string, isExtra: boolean) => ({ heading, isExtra, text: () => '' });
  const columns = [column('one', false), column('two', true), column('three', false), column('four', true)];
  const headings = (width: number) => fitColumns(columns, [''], width).columns.map(({ heading }) => heading);
  expect(headings(21)).toEqual(['one', 'two', 'three', 'four']);
  expect(headings(20)).toEqual(['one', 'three', 'four']);
  expect(headings(15)).toEqual(['one', 'three']);
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

it('a top that was taken a moment ago is less than a minute old', () => {
  const state = start(80, 24);
  const [, screen] = state.screens;
  const { data } = state;
  if (screen.kind !== 'competition' || data?.kind !== 'competition') throw new Error('another screen');
  const { holder } = data.summary;
  if (holder === null) throw new Error('expected a holder in the ledger of the tests');
  const shown = (agoMs: number): string => {
    const aged = withText(data, holder.since, new Date(state.now - agoMs).toISOString());
    return renderToString(createElement(CompetitionView, { state, screen, data: aged }), { columns: 80 });
  };
  expect(shown(59_000)).toMatch(/age +< 1 min/);
  expect(shown(60_000)).toMatch(/age +1 min/);
});
