import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLedger } from '@matrix-arena/ledger';
import { describe, expect, it } from 'vitest';
import { arena, temporaryFolder } from './arena.ts';
import { configOf, demoLedger, measurement, openRound } from './dashboard-ledger.ts';
import { before, hasTmux, inTmux, openTerminal, timeless } from './dashboard-tmux.ts';

const sizes = [
  [80, 24],
  [120, 40],
] as const;

describe.skipIf(!hasTmux)(inTmux('the dashboard in a terminal'), () => {
  it.each(sizes)('shows every screen in %i x %i characters', async (columns, rows) => {
    const demo = await demoLedger();
    const terminal = await openTerminal({ ledger: demo.path, columns, rows });
    const compare = (name: string, screen: string) =>
      expect(timeless(screen)).toMatchFileSnapshot(`dashboard-screens/${name}-${columns}x${rows}.txt`);

    await terminal.until('2 competitions', 'q quit');
    terminal.press('c');
    await compare('competitions', await terminal.until('3 competitions', 'winter-cup'));
    terminal.press('j', 'Enter');
    await compare('competition', await terminal.until('60 submissions', 'dijkstra.e'));
    terminal.press('?');
    await compare('help', await terminal.until('Keys of this screen'));
    terminal.press('Escape');
    await terminal.untilGone('Keys of this screen');
    terminal.press('f', '58', 'Enter');
    await terminal.until('matching "58"', '1 submission ');
    terminal.press('Enter');
    await compare('submission', await terminal.until('[Matrices 22]', 'top taken', 'worst first'));
    terminal.press('Tab');
    await compare('files', await terminal.until('[Files 5]', 'result.json'));
    terminal.press('j', 'j', 'j', 'Enter');
    await compare('json', await terminal.until('"schemaVersion": 2', 'lines 1 to'));
  });

  it('gives the terminal back as it was, with 0 after q and 130 after Ctrl-C', async () => {
    const demo = await demoLedger();
    for (const [key, code] of [
      ['q', 0],
      ['C-c', 130],
    ] as const) {
      const terminal = await openTerminal({ ledger: demo.path });
      await terminal.until('2 competitions', 'q quit');
      terminal.press(key);
      const screen = await terminal.until(`exit code ${code}`);
      expect(screen.split('\n').slice(0, 1)).toEqual([before]);
      expect(screen).not.toContain('competitions');
    }
  });

  it('narrows, sorts and turns the pages of a list', async () => {
    const demo = await demoLedger();
    const terminal = await openTerminal({ ledger: demo.path, args: ['-c', 'spring-cup'] });
    await terminal.until('page 1 of 6', '› 63');
    terminal.press('n');
    await terminal.until('page 2 of 6 (up to 63)', '› 53');
    terminal.press('p', 's');
    await terminal.until('best first', '› 58', 'current');
    terminal.press('t');
    expect(await terminal.until('top only')).toMatch(/former/);
    terminal.press('t', 'm');
    const mine = await terminal.until('of ada');
    expect(mine).not.toContain('dijkstra.e');
    terminal.press('m', 'a');
    await terminal.until('queued only', '2 submissions');
    terminal.press('a');
    await terminal.until('screening only', '1 submission ');
    terminal.press('f', 'nobody', 'Enter');
    await terminal.until('No submission matches "nobody"');
    terminal.press('f', 'C-u', 'Enter', 'Escape');
    await terminal.until('2 competitions');
    terminal.press('g', 'k', 'k', 'Enter');
    await terminal.until(
      'No submissions yet. arena submit FOLDER makes the first one.',
      'no round was opened',
    );
  });

  it('follows an evaluation in another process: progress, log and score', async () => {
    const { path, ledger, clock, evaluating } = await demoLedger();
    const terminal = await openTerminal({ ledger: path, args: ['-c', 'spring-cup'] });
    await terminal.until('███░░░░░ 7/22', '60 submissions');
    ledger.heartbeat(evaluating, 1e9, { done: 11, total: 22 });
    await terminal.until('████░░░░ 11/22');
    terminal.press('f', '59', 'Enter');
    await terminal.until('1 submission ');
    terminal.press('Enter', 'Tab', 'Enter');
    await terminal.until('step 40 of 528', 'following');
    ledger.appendLog(evaluating, [
      { level: 'warning', text: 'half\u001b[2Jway\u0007 there' },
      { level: 'info', text: 'one\ntwo' },
    ]);
    const grown = await terminal.until('half�[2Jway� there', 'two', 'lines 23 to 43 of 43');
    expect(grown).toContain('Matrix Arena › spring-cup › submission 59 › log');
    terminal.press('k');
    await terminal.until('grows; f follows');
    ledger.appendLog(evaluating, [{ level: 'success', text: 'the last line' }]);
    await terminal.until('of 44');
    expect(terminal.screen()).not.toContain('the last line');
    terminal.press('G');
    await terminal.until('the last line', 'following');
    clock.now += 60_000;
    ledger.recordScore(evaluating, measurement(ledger, evaluating, 0.61));
    await terminal.untilGone('following');
    terminal.press('Escape');
    await terminal.until('scored, top current', '0.6100 ± 0.0012');
    terminal.press('Escape', 'l');
    await terminal.until('Log');
    terminal.press('f', 'C-u', 'Enter');
    await terminal.until('current', 'score    0.6100');
    ledger.submit({
      competition: 'spring-cup',
      author: 'newcomer',
      solution: 'fresh',
      version: '0.1.0',
      tarball: Buffer.from('fresh'),
    });
    await terminal.until('submission 64 queued (newcomer)', '61 submissions');
  });

  it('copies a file out of the ledger, and asks before it writes over one', async () => {
    const { path, ledger } = await demoLedger();
    const terminal = await openTerminal({ ledger: path, args: ['-c', 'spring-cup'] });
    await terminal.until('60 submissions');
    terminal.press('f', '58', 'Enter');
    await terminal.until('1 submission ');
    terminal.press('Enter', 'Tab', 'j', 'd');
    await terminal.until('copy manifest.json to: ./submissions/58/manifest.json');
    terminal.press('Enter');
    await terminal.until('Copied');
    const copy = join(terminal.folder, 'submissions/58/manifest.json');
    expect(await readFile(copy)).toEqual(Buffer.from(ledger.readFile(58, 'manifest.json')));
    terminal.press('Enter', 'd', 'Enter');
    await terminal.until('Write over it?');
    terminal.press('n', 'End', 'Enter');
    await terminal.until(/tiny-rans-\S+ is kept back/, /Code is kept back until \d{4}/);
  });

  it('draws everything again in a terminal of another size', async () => {
    const { path } = await demoLedger();
    const terminal = await openTerminal({ ledger: path, args: ['-c', 'spring-cup'] });
    await terminal.until('page 1 of 6');
    terminal.press('n', 'n');
    await terminal.until('page 3 of 6');
    terminal.resize(120, 40);
    await terminal.until('page 1 of 3', '›  43');
    terminal.resize(50, 10);
    await terminal.until('at least 72 x 18 characters');
    terminal.resize(80, 24);
    const screen = await terminal.until('of 6', 'q quit', '› 43');
    expect(screen.split('\n')[0]).toMatch(/^Matrix Arena › spring-cup +\d\d:\d\d UTC$/);
  });

  it('needs no colours, and uses none where the user wants none', async () => {
    const { path } = await demoLedger();
    const terminal = await openTerminal({
      ledger: path,
      author: null,
      args: ['-c', 'spring-cup'],
      env: { NO_COLOR: '1' },
    });
    await terminal.until('60 submissions');
    expect(terminal.screen({ withColours: true })).not.toContain('\u001b[3');
    terminal.press('m');
    await terminal.until('arena init --author ID');
  });

  it('shows a round whose holder is still to be measured, and an empty ledger', async () => {
    const path = join(await temporaryFolder(), 'ledger.sqlite');
    const ledger = openLedger(path);
    const terminal = await openTerminal({ ledger: path });
    await terminal.until('No competitions yet.');
    ledger.createCompetition(configOf('cup', 'The cup'));
    openRound(ledger, 'cup', 1);
    ledger.submit({
      competition: 'cup',
      author: 'ada',
      solution: 'planes',
      version: '1.0.0',
      tarball: Buffer.from('planes'),
    });
    const claim = ledger.claimNext('cup', 'worker', 1e6);
    if (claim === null) throw new Error('nothing is queued');
    ledger.startEvaluation(claim, 1);
    ledger.recordScore(claim, measurement(ledger, claim, 0.5));
    ledger.closeRound('cup');
    openRound(ledger, 'cup', 2);
    terminal.press('r');
    await terminal.until('1 competition');
    terminal.press('Enter');
    await terminal.until('the holder is not', 'to beat  –', 'by command');
    ledger.close();
  });
});

it('asks for a terminal where there is none, and names what works without', async () => {
  const { path } = await demoLedger();
  const { code, stdout, stderr } = await arena(['dashboard', '--ledger', path]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(
    'arena: dashboard: expected a terminal, got none; run it in one, pass --web for a page, or use arena competitions and arena list\n',
  );
});
