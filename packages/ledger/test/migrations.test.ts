import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { describe, expect, it } from 'vitest';
import { ledgerVersion, openLedger } from '../src/index.ts';
import { problemOf, tempDir } from './arena.ts';
import { runAll } from './processes.ts';

/** A ledger as version 1 wrote it, with five submissions. */
function versionOne(): string {
  const path = join(tempDir(), 'ledger.sqlite');
  const db = new Libsql(path);
  db.exec(readFileSync(new URL('./fixtures/ledger-v1.sql', import.meta.url), 'utf8'));
  db.close();
  return path;
}

function schemaOf(path: string): unknown[] {
  const db = new Libsql(path);
  const rows = db.prepare(`SELECT type, name FROM sqlite_schema ORDER BY name`).all();
  const version = db.prepare('PRAGMA user_version').all();
  db.close();
  return [...rows, ...version];
}

describe('an older ledger', () => {
  it('is brought up to date, with everything in it', () => {
    const path = versionOne();
    const ledger = openLedger(path);
    expect(
      ledger.ranks('cup').items.map(({ submission, rank, scored }) => [submission, rank, scored]),
    ).toEqual([
      [2, 1, 3],
      [4, 2, 1],
    ]);
    expect(ledger.competitionSummary('cup')).toMatchObject({
      holder: { submission: 2, author: 'ada', score: 0.7 },
      target: { scoreToBeat: { standing: 0.7 } },
      submissionCounts: { scored: 4, queued: 1 },
    });
    expect(ledger.claimNext('cup', 'w', 1000)?.submission).toBe(5);
    expect(Buffer.from(ledger.readTarball(5)).toString()).toBe('t5');
    expect(ledger.verify()).toEqual([]);
    ledger.close();
    const fresh = join(tempDir(), 'ledger.sqlite');
    openLedger(fresh).close();
    expect(schemaOf(path)).toEqual(schemaOf(fresh));
  });

  it('is brought up to date by several processes at once', async () => {
    const path = versionOne();
    const ended = await runAll(Array.from({ length: 4 }, (_, index) => ['note', path, `n${index}`]));
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual(Array(4).fill([0, '']));
    const ledger = openLedger(path);
    expect(ledger.listCompetitions().total).toBe(5);
    ledger.close();
  });

  it('stays as it is when a step fails', () => {
    const path = versionOne();
    const db = new Libsql(path);
    // What the step wants to make is there already.
    db.exec('CREATE INDEX submissions_best ON submissions (score)');
    db.close();
    const before = schemaOf(path);
    expect(problemOf(() => openLedger(path))).toMatch(/submissions_best already exists/);
    expect(schemaOf(path)).toEqual(before);
  });

  it('is not changed by a reader', () => {
    const path = versionOne();
    const before = schemaOf(path);
    expect(problemOf(() => openLedger(path, { mode: 'read' }))).toBe(
      `unsupported: ${path}: expected ledger version ${ledgerVersion}, got 1; ` +
        'it is older; open it for writing once, which brings it up to date',
    );
    expect(schemaOf(path)).toEqual(before);
  });
});
