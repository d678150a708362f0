import { describe, expect, it } from 'vitest';
import type { FileData } from '../src/dashboard/data.ts';
import { type Action, bindingsOf, reduce } from '../src/dashboard/reducer.ts';
import { type State, type Task, topScreen } from '../src/dashboard/state.ts';
import { dataOf, filled, press, screenOf, start } from './dashboard-press.ts';

const ids = (state: State): number[] => dataOf(state, 'competition').page.items.map(({ id }) => id);

describe('competitions', () => {
  it.each<[keys: string[], selected: string | null]>([
    [[], 'new-cup'],
    [['j'], 'spring-cup'],
    [['down', 'down', 'down'], 'spring-cup'],
    [['j', 'k'], 'new-cup'],
    [['c', 'end'], 'winter-cup'],
    [['c', 'pagedown', 'pageup'], 'new-cup'],
    [['c', 'end', 'c'], 'spring-cup'],
    [['x', 'Z', 'left'], 'new-cup'],
  ])('keys %j select %s', (keys, selected) => {
    expect(screenOf(press(start(), ...keys), 'competitions').cursor.key).toBe(selected);
  });

  it('open, and come back with the same one selected', () => {
    const opened = press(start(), 'j', 'enter');
    expect(screenOf(opened, 'competition').id).toBe('spring-cup');
    const back = press(opened, 'escape');
    expect(screenOf(back, 'competitions').cursor.key).toBe('spring-cup');
    expect(screenOf(press(back, 'escape', 'backspace'), 'competitions').cursor.key).toBe('spring-cup');
  });
});

describe('the submissions of a competition', () => {
  const cup = (): State => start('spring-cup');

  it.each<[keys: string[], total: number]>([
    [[], 60],
    [['f', '5', '8', 'enter'], 1],
    [['f', 'e', 'v', 'e', 'x', 'backspace', 'enter'], 8],
    [['f', 'x', 'escape'], 60],
    [['f', 'x', 'enter', 'f', 'ctrl-u', 'enter'], 60],
    [['a'], 2],
    [['a', 'a', 'a'], 1],
    [['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'], 1],
    [['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a'], 60],
  ])('keys %j leave %i', (keys, total) => {
    expect(dataOf(press(cup(), ...keys), 'competition').page.total).toBe(total);
  });

  it('are those of the author, or say that nobody is set as one', () => {
    const mine = dataOf(press(cup(), 'm'), 'competition').page.items;
    expect(new Set(mine.map(({ author }) => author))).toEqual(new Set(['ada']));
    const nobody = press(start('spring-cup', null), 'm');
    expect(nobody.modal).toMatchObject({ kind: 'alert', text: expect.stringContaining('arena init') });
    expect(press(nobody, 'enter').modal).toBeNull();
  });

  it('are sorted by score within rounds, and those at the top alone', () => {
    const best = dataOf(press(cup(), 's', 't'), 'competition').page.items;
    expect(best[0].topStatus).toBe('current');
    expect(best.every(({ topStatus }) => topStatus !== 'never')).toBe(true);
    const inRound = best.filter(({ round }) => round === 3).map(({ score }) => score ?? 0);
    expect(inRound).toEqual(inRound.toSorted((a, b) => b - a));
  });

  it('come in pages of as many as fit, which neither repeat nor leave one out', () => {
    let state = cup();
    const seen = ids(state);
    while (dataOf(state, 'competition').page.hasMore) {
      state = press(state, 'n');
      seen.push(...ids(state));
    }
    expect(seen.length).toBe(60);
    expect(new Set(seen).size).toBe(60);
    expect(press(state, 'n')).toEqual(state);
    expect(ids(press(cup(), 'p'))).toEqual(ids(cup()));
    expect(ids(press(cup(), 'n', 'p'))).toEqual(ids(cup()));
  });

  it('keep the selected one when others come in before it, and when the terminal gets another size', () => {
    const state = press(cup(), 'j', 'j', 'j');
    const { key } = screenOf(state, 'competition').cursor;
    const data = dataOf(state, 'competition');
    const newcomer = { ...data.page.items[0], id: 999 };
    const items = [newcomer, ...data.page.items.slice(0, -1)];
    const after = reduce(state, { type: 'data', data: { ...data, page: { ...data.page, items } } });
    expect(screenOf(after, 'competition').cursor).toEqual({ index: 4, key });

    const third = press(cup(), 'n', 'n', 'j');
    const selected = screenOf(third, 'competition').cursor.key;
    for (const rows of [18, 60, 31, 24]) {
      const resized = filled(reduce(third, { type: 'resize', size: { columns: 100, rows } }));
      expect(screenOf(resized, 'competition').cursor.key).toBe(selected);
    }
  });

  it('tell in the log what happened since', () => {
    const state = cup();
    const data = dataOf(state, 'competition');
    const [latest] = data.events;
    const news = [
      { ...latest, id: latest.id + 2, kind: 'something-new', submission: null, round: 3 },
      { ...latest, id: latest.id + 1, kind: 'top-taken', submission: 7, detail: { score: 0.5 } },
    ];
    const after = reduce(state, { type: 'data', data: { ...data, events: [...news, ...data.events] } });
    expect(after.log.map(({ text }) => text)).toEqual([
      `submission 7 top taken 0.5000 (${latest.actor})`,
      `round 3 something new (${latest.actor})`,
    ]);
  });
});

describe('a submission', () => {
  const scored = (): State => press(start('spring-cup'), 'f', '5', '8', 'enter', 'enter');

  it('has its matrices in four orders, the worst first', () => {
    const order = (state: State): number[] =>
      dataOf(state, 'submission').matrices.map(({ number }) => number);
    const scores = dataOf(scored(), 'submission').matrices.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(order(press(scored(), 's'))[0]).toBe(22);
    expect(order(press(scored(), 's', 's', 's')).slice(0, 3)).toEqual([1, 2, 3]);
    expect(order(press(scored(), 's', 's', 's', 's'))).toEqual(order(scored()));
  });

  it('opens its files, and tells until when one is kept back', () => {
    const log = press(scored(), 'tab', 'enter');
    expect(screenOf(log, 'file')).toMatchObject({ name: 'log', isFollowing: false });
    const sealed = press(scored(), 'tab', 'end', 'enter');
    expect(topScreen(sealed).kind).toBe('submission');
    expect(sealed.modal).toMatchObject({ text: expect.stringMatching(/^Code is kept back until \d{4}-/) });
  });

  it('asks for a place before it copies a file', () => {
    const asked = press(scored(), 'tab', 'j', 'd');
    expect(asked.modal).toMatchObject({ kind: 'input', value: './submissions/58/manifest.json' });
    const task: Task = { kind: 'copy', submission: 58, name: 'manifest.json', path: 'x', overwrite: false };
    expect(press(asked, 'ctrl-u', 'x', 'enter').task).toEqual(task);
    expect(press(asked, 'escape').task).toBeNull();
    expect(press(asked, 'ctrl-u', 'enter').task).toBeNull();
    const confirm: Action = {
      type: 'show',
      modal: { kind: 'confirm', title: 'there', text: 'over it?', task: { ...task, overwrite: true } },
    };
    const confirmed = reduce(scored(), confirm);
    expect(press(confirmed, 'enter', 'q').modal).toEqual(confirm.modal);
    expect(press(confirmed, 'y').task).toEqual({ ...task, overwrite: true });
    expect(press(confirmed, 'n')).toMatchObject({ task: null, modal: null });
  });
});

describe('a file', () => {
  const lines = Array.from({ length: 100 }, (_, index) => ({ text: `line ${index + 1}`, level: null }));
  const data = (count: number, next: number | null): FileData => ({
    kind: 'file',
    content: { format: 'log', lines: lines.slice(0, count), next },
  });
  const log = (): State => press(start('spring-cup'), 'f', '5', '9', 'enter', 'enter', 'tab', 'enter');
  const view = (state: State) => screenOf(state, 'file');

  it('keeps its end in sight until one scrolls up, and from the end again', () => {
    const growing = reduce(log(), { type: 'data', data: data(60, 61) });
    expect(view(growing)).toMatchObject({ isFollowing: true, top: 39 });
    const up = press(growing, 'k');
    expect(view(up)).toMatchObject({ isFollowing: false, top: 38 });
    const grown = reduce(up, { type: 'data', data: data(80, 81) });
    expect(view(grown)).toMatchObject({ isFollowing: false, top: 38 });
    expect(view(press(grown, 'G'))).toMatchObject({ isFollowing: true, top: 59 });
    expect(view(press(grown, 'f'))).toMatchObject({ isFollowing: true, top: 59 });
    expect(view(press(grown, 'g'))).toMatchObject({ isFollowing: false, top: 0 });
  });

  it.each<[keys: string[], match: number | null]>([
    [['LINE 7'], 6],
    [['line 7', 'n'], 69],
    [['line 7', 'n', 'N'], 6],
    [['line 7', 'N'], 78],
    [['line 100', 'n'], 99],
    [['no such'], null],
  ])('search and keys %j find line %s', ([search, ...keys], match) => {
    const state = press(reduce(log(), { type: 'data', data: data(100, null) }), 'g', '/');
    const found = press(press(state, ...search, 'enter'), ...keys);
    expect(view(found).match).toBe(match);
    expect(found.modal === null).toBe(match !== null);
    if (match === null) return;
    expect(match).toBeGreaterThanOrEqual(view(found).top);
    expect(match).toBeLessThan(view(found).top + 21);
  });
});

describe('on every screen', () => {
  const screens: readonly (readonly [string, State])[] = [
    ['competitions', start()],
    ['competition', start('spring-cup')],
    ['submission', press(start('spring-cup'), 'enter')],
    ['file', press(start('spring-cup'), 'f', '5', '9', 'enter', 'enter', 'tab', 'enter')],
  ];

  it.each(screens)('%s: help, log and quit have their keys, and no key has two meanings', (_, state) => {
    const help = press(state, '?');
    expect(help.modal).toEqual({ kind: 'help' });
    expect(press(help, 'escape')).toEqual(state);
    expect(press(state, 'l').isLogOpen).toBe(true);
    expect(press(state, 'q').task).toEqual({ kind: 'quit', isInterrupt: false });
    expect(press(state, 'ctrl-c').task).toEqual({ kind: 'quit', isInterrupt: true });
    expect(press(help, 'ctrl-c').task).toEqual({ kind: 'quit', isInterrupt: true });
    const keys = bindingsOf(topScreen(state)).flatMap((binding) => binding.keys);
    expect(keys.length).toBe(new Set(keys).size);
  });

  it.each(screens)('%s: no key breaks it without data', (_, state) => {
    const keys = bindingsOf(topScreen(state)).flatMap((binding) => binding.keys);
    for (const key of keys) expect(reduce({ ...state, data: null }, { type: 'key', key })).toBeDefined();
  });

  it('what cannot be shown is left again, and what is shown stays when the ledger cannot be read', () => {
    const cup = start('spring-cup');
    const opened = reduce(press(cup, 'j'), { type: 'key', key: 'enter' });
    const refused = reduce(opened, { type: 'no-data', message: 'gone', isRefused: true });
    expect(topScreen(refused).kind).toBe('competition');
    expect(refused.modal).toMatchObject({ kind: 'alert', text: 'gone' });
    const old = reduce(cup, { type: 'no-data', message: 'busy', isRefused: false });
    expect(old).toMatchObject({ data: cup.data, problem: 'busy' });
    expect(reduce(old, { type: 'no-data', message: 'busy', isRefused: false }).log.length).toBe(1);
    expect(filled(old).problem).toBeNull();
  });
});
