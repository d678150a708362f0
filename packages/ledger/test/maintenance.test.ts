import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../src/index.ts';
import { config, evaluate, openArena, problemOf, submit, tempDir, tempLedger } from './arena.ts';

describe('a backup', () => {
  it('is a ledger of its own, made while others work', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const dir = tempDir();
    const path = join(dir, "ada's copy.sqlite");
    arena.ledger.backUp(path);
    evaluate(arena, 0.6);
    expect(readdirSync(dir)).toEqual(["ada's copy.sqlite"]);
    const copy = openLedger(path);
    expect(copy.submissionDetail(1).state).toBe('queued');
    expect(Buffer.from(copy.readTarball(1)).toString()).toBe('ada codec 1.0.0');
    expect(copy.verify()).toEqual([]);
    copy.close();
  });

  it('never takes the place of a file', () => {
    const { ledger } = openArena();
    const path = join(tempDir(), 'copy');
    writeFileSync(path, 'precious');
    expect(problemOf(() => ledger.backUp(path))).toBe(`conflict: ${path}: is there already; name a new file`);
    expect(problemOf(() => ledger.backUp(join(path, 'copy')))).toMatch(
      /^unavailable: .* cannot be written \(.*\); choose another place$/,
    );
  });
});

describe('a transaction', () => {
  it('is all or nothing', () => {
    const { ledger } = tempLedger();
    const half = () =>
      ledger.transaction(() => {
        ledger.createCompetition(config);
        ledger.addNote('cup', 'x');
        throw new Error('in the midst');
      });
    expect(half).toThrow('in the midst');
    expect(ledger.listCompetitions().total).toBe(0);
  });

  it('goes on after a part of it that failed', () => {
    const arena = openArena({ rateLimit: { count: 1, windowHours: 1 } });
    const problem = arena.ledger.transaction(() => {
      submit(arena, 'ada', '1.0.0');
      return problemOf(() => submit(arena, 'ada', '1.0.1'));
    });
    expect(problem).toMatch(/^rate-limited/);
    expect(arena.ledger.listSubmissions({ competition: 'cup' }).items.map(({ version }) => version)).toEqual([
      '1.0.0',
    ]);
  });

  it('does not wait for a promise', () => {
    const { ledger } = tempLedger();
    const late = () =>
      ledger.transaction(async () => {
        ledger.createCompetition(config);
      });
    expect(late).toThrow('a transaction cannot wait for a promise');
    expect(ledger.listCompetitions().total).toBe(0);
  });
});

it('events can neither be changed nor taken away', () => {
  const { ledger, path } = openArena();
  const other = new Libsql(path);
  for (const sql of ['UPDATE events SET actor = 1', 'DELETE FROM events']) {
    expect(() => other.exec(sql)).toThrow('events are append-only');
  }
  other.close();
  expect(ledger.listEvents({ competition: 'cup' }).total).toBe(5);
});

it('the tables themselves refuse what the rules exclude', () => {
  const arena = openArena();
  submit(arena, 'ada');
  const claimed = evaluate(arena, 0.6);
  arena.ledger.close();
  const other = new Libsql(arena.path);
  other.exec('PRAGMA foreign_keys = ON');
  for (const sql of [
    `UPDATE submissions SET state = 'lost'`,
    `UPDATE submissions SET score = NULL`,
    `UPDATE submissions SET state = 'evaluating', score = NULL, is_decided = 0, became_top = 0`,
    `INSERT INTO holders SELECT 9, competition_id, round_id, ${claimed.submission}, 1, 1, 1, NULL FROM holders`,
    `UPDATE trials SET matrix_id = 99`,
    `UPDATE rounds SET seed = -1`,
    `INSERT INTO rounds SELECT 9, competition_id, 2, state, rules, beat_factor, seed, pool_count, corpus_name,
      corpus_sha256, opens_at, opened_at, closes_at, closed_at, baseline_score, baseline_low, baseline_high, NULL,
      NULL, NULL FROM rounds`,
  ]) {
    expect(() => other.exec(sql), sql).toThrow(/constraint failed/);
  }
  other.close();
});
