import { describe, expect, it } from 'vitest';
import { openLedger } from '../src/index.ts';
import { type Arena, openArena } from './arena.ts';
import { runAll, startWriter } from './processes.ts';

const perWriter = 1000;
const kills = 8;

function sharedLedger(): Arena {
  // The writers have the real clock.
  return openArena({}, { now: () => new Date() });
}

describe('two processes', () => {
  it('write at once, and nothing is lost or refused', async () => {
    const { ledger, path } = sharedLedger();
    const ended = await runAll(['ada', 'bob'].map((author) => ['submit', path, author, String(perWriter)]));
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const reported = ended.map(({ stdout }) => stdout.trim().split('\n').map(Number));
    expect(reported.map(({ length }) => length)).toEqual([perWriter, perWriter]);
    // They took turns, so each one's ids lie among the other's.
    expect(reported.flat().sort((a, b) => a - b)).toEqual(
      Array.from({ length: 2 * perWriter }, (_, index) => index + 1),
    );
    const { submissionCounts, submissionTotal } = ledger.competitionSummary('cup');
    expect([submissionCounts.queued, submissionTotal]).toEqual([2 * perWriter, 2 * perWriter]);
    const { items } = ledger.listSubmissions({ competition: 'cup', author: 'ada', pageSize: 1000 });
    expect(items.map(({ revision }) => revision)).toEqual(
      Array.from({ length: perWriter }, (_, index) => perWriter - index),
    );
    expect(ledger.listEvents({ competition: 'cup' }).total).toBe(5 + 2 * perWriter);
    expect(ledger.verify()).toEqual([]);
  }, 60_000);
});

describe('a process that is killed in the midst of its work', () => {
  it('loses nothing that it reported, and leaves nothing half done', async () => {
    const { ledger, path } = sharedLedger();
    const reported: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const { child, ended } = startWriter(['serve', path, `author-${kill}`]);
      // Lines come four to a submission, so that every step is the one that is cut short at some time.
      await lines(child, 1 + 3 * kill);
      child.kill('SIGKILL');
      const { stdout, stderr } = await ended;
      expect(stderr).toBe('');
      reported.push(...stdout.split('\n').slice(0, -1));
      expectAllThere(openLedger(path), reported);
    }
    expect(ledger.verify()).toEqual([]);
  }, 60_000);
});

/** Waits until a process has written so many lines. */
function lines(child: ReturnType<typeof startWriter>['child'], count: number): Promise<void> {
  return new Promise((resolve) => {
    let seen = 0;
    child.stdout?.on('data', (data: Buffer) => {
      seen += data.toString().split('\n').length - 1;
      if (seen >= count) resolve();
    });
  });
}

/** Lines are `scored 17`, `logged 17 2`, …: what the ledger must know of each submission since. */
function expectAllThere(ledger: ReturnType<typeof openLedger>, lines: readonly string[]): void {
  const last = new Map(lines.map((line) => [Number(line.split(' ')[1]), line]));
  const later: Record<string, readonly string[]> = {
    queued: ['queued', 'screening', 'evaluating', 'scored'],
    evaluating: ['evaluating', 'scored'],
    logged: ['evaluating', 'scored'],
    scored: ['scored'],
  };
  for (const [id, line] of last) {
    const [what] = line.split(' ');
    const { state, score, files, logLines } = ledger.submissionDetail(id);
    expect(later[what]).toContain(state);
    expect(logLines % 2).toBe(0);
    if (what === 'logged' || what === 'scored') expect(logLines).toBe(2);
    const { cells } = ledger.matrixScores([id]).rows[0];
    const isScored = state === 'scored';
    expect(score !== null).toBe(isScored);
    expect(cells.filter((cell) => cell !== null)).toHaveLength(isScored ? 2 : 0);
    expect(files.map(({ type }) => type)).toEqual(isScored ? ['result', 'tarball'] : ['tarball']);
    for (const { name } of files) ledger.readFile(id, name);
  }
  ledger.close();
}
