import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLedger } from '@matrix-arena/ledger';
import { beforeAll, expect, it } from 'vitest';
import { competitionReport } from '../src/competition/competition-report.ts';
import { printable, printableJson } from '../src/competition/printable.ts';
import { arena, temporaryFolder } from './arena.ts';
import { configOf, measurement, openRound } from './dashboard-ledger.ts';
import { resultOf, solutionOf } from './results.ts';

/** Clears a screen, goes to another line, turns a line around, and ends what a terminal was told by one character. */
const hostile = 'a\u001b[2Jb\nc\u202ed\u009be';
const harmless = 'a�[2Jb�c�d�e';
/** All but line breaks, which the commands write themselves. */
const acting = /[^\P{Cc}\n]|\p{Cf}/u;

let path = '';

beforeAll(async () => {
  path = join(await temporaryFolder(), 'ledger.sqlite');
  const ledger = openLedger(path);
  const texts = { description: hostile };
  ledger.createCompetition(configOf('cup', hostile, texts));
  openRound(ledger, 'cup', 1);
  const claimed = (solution: string) => {
    const tarball = Buffer.from(solution);
    ledger.submit({ competition: 'cup', author: 'ada', solution, version: hostile, tarball });
    const claim = ledger.claimNext('cup', 'worker', 1e6);
    if (claim === null) throw new Error('nothing is queued');
    ledger.startEvaluation(claim, 1);
    ledger.appendLog(claim, [{ level: 'error', text: hostile }]);
    return claim;
  };
  ledger.fail(claimed(`first ${hostile}`), {
    kind: 'timeout',
    message: hostile,
    fields: { stage: hostile, hint: hostile },
  });
  const second = claimed(`second ${hostile}`);
  const result = resultOf([solutionOf('second', 400)]);
  const bytes = Buffer.from(JSON.stringify({ ...result, solutions: result.solutions.map(withTexts) }));
  ledger.recordScore(second, measurement(ledger, second, 0.6), [
    { name: 'result.json', type: 'result', bytes },
    { name: 'notes.txt', type: 'metadata', bytes: Buffer.from(`${hostile}\n`) },
  ]);
  ledger.addNote('cup', hostile);
  ledger.close();
});

function withTexts(solution: ReturnType<typeof solutionOf>): ReturnType<typeof solutionOf> {
  return { ...solution, manifest: { ...solution.manifest, description: `text ${'\u001b[2J'}` } };
}

it.each<[args: string[]]>([
  [['list']],
  [['result', '1']],
  [['result', '1', '-f', 'log']],
  [['result', '2', '-f', 'list']],
  [['result', '2', '-f', 'notes.txt']],
  [['rank', '-c', 'cup']],
  [['competitions']],
  [['competitions', '-c', 'cup']],
])('arena %j prints texts of others as they are, and nothing that a terminal acts on', async (args) => {
  const { code, stdout, stderr } = await arena([...args, '--ledger', path]);
  expect(code).toBe(0);
  expect(`${stdout}${stderr}`).not.toMatch(acting);
  if (!args.includes('list') || args.length === 1) expect(stdout).toContain('a�[2Jb');
});

it('a line break in a message starts no line', async () => {
  const { stdout } = await arena(['result', '1', '--ledger', path]);
  expect(stdout).toContain(`\n  message     ${harmless}\n  stage       ${harmless}\n`);
});

it.each<[args: string[]]>([[['list']], [['result', '1']], [['competitions', '-c', 'cup']]])(
  'arena %j --json says the same, in escapes',
  async (args) => {
    const { stdout } = await arena([...args, '--json', '--ledger', path]);
    expect(stdout).not.toMatch(acting);
    expect(stdout).toContain('a\\u001b[2Jb\\nc\\u202ed\\u009be');
    expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(hostile).slice(1, -1));
  },
);

it('a page has none of it either', async () => {
  const ledger = openLedger(path, { mode: 'read' });
  const page = JSON.stringify(competitionReport(ledger, 'cup', { top: 10, viewer: 'organiser' }));
  ledger.close();
  const folder = await temporaryFolder();
  const file = join(folder, 'page.html');
  expect((await arena(['report', '-c', 'cup', '--ledger', path, '--out', file])).code).toBe(0);
  for (const text of [page, await readFile(file, 'utf8')]) {
    expect(text).toContain('second a�[2Jb');
    for (const start of ['\u001b', '\\u001b']) expect(text).not.toContain(`${start}[2J`);
  }
});

it('JSON stays what it was', () => {
  const value = { text: `${hostile}\u{e0041}\u007f`, list: [1, null, true], 'na\u202eme': '' };
  const json = printableJson(JSON.stringify(value, null, 1));
  expect(json).not.toMatch(acting);
  expect(JSON.parse(json)).toEqual(value);
  expect(printable({ text: 'plain', list: [1] })).toEqual({ text: 'plain', list: [1] });
});
