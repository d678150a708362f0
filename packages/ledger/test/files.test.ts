import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import Libsql from 'libsql';
import { describe, expect, it } from 'vitest';
import type { FileInput } from '../src/index.ts';
import { type Arena, claim, evaluate, openArena, problemOf, sha256, submit } from './arena.ts';

function add({ ledger }: Arena, name: string, content: string | Uint8Array): void {
  ledger.addFiles(1, [{ name, type: 'result', bytes: Buffer.from(content) }]);
}

describe('files', () => {
  it('come back as they were, whether they compress or not', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const noise = randomBytes(300_000);
    const text = '{"sample": 1.25}'.repeat(100_000);
    add(arena, 'noise', noise);
    add(arena, 'text.json', text);
    add(arena, 'empty', '');
    expect(Buffer.from(arena.ledger.readFile(1, 'noise')).equals(noise)).toBe(true);
    expect(Buffer.from(arena.ledger.readFile(1, 'text.json')).toString()).toBe(text);
    expect(arena.ledger.readFile(1, 'empty')).toHaveLength(0);
    expect(arena.ledger.submissionFiles(1)).toMatchObject([
      { name: 'empty', type: 'result', size: 0, sha256: sha256('') },
      { name: 'noise', size: 300_000 },
      { name: 'text.json', size: text.length, sha256: sha256(text), createdAt: '2026-01-01T00:00:00.000Z' },
      { name: 'codec-1.0.0.tgz', type: 'tarball' },
    ]);
    arena.ledger.close();
    expect(statSync(arena.path).size).toBeLessThan(700_000);
  });

  it('may lie in any memory, also a shared one', () => {
    const arena = openArena();
    const shared = new Uint8Array(new SharedArrayBuffer(8), 2, 4).fill(7);
    const input = { competition: 'cup', author: 'ada', solution: 'codec', version: '1.0.0' };
    arena.ledger.submit({ ...input, tarball: shared });
    const file: FileInput = { name: 'shared', type: 'result', bytes: shared };
    arena.ledger.addFiles(1, [file]);
    expect([...arena.ledger.readTarball(1)]).toEqual([7, 7, 7, 7]);
    expect([...arena.ledger.readFile(1, 'shared')]).toEqual([7, 7, 7, 7]);
  });

  it('are kept once for the same bytes, and replaced by name', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const noise = randomBytes(300_000);
    for (const name of ['a', 'b', 'c', 'a']) add(arena, name, noise);
    add(arena, 'a', 'new');
    expect(Buffer.from(arena.ledger.readFile(1, 'a')).toString()).toBe('new');
    expect(arena.ledger.submissionFiles(1)).toHaveLength(4);
    arena.ledger.close();
    expect(statSync(arena.path).size).toBeLessThan(700_000);
  });

  it('that are not there are told from those that are', () => {
    const arena = openArena();
    submit(arena, 'ada');
    add(arena, 'result.json', '{}');
    expect(problemOf(() => arena.ledger.readFile(1, 'results.json'))).toBe(
      'not-found: file of submission 1: expected one of result.json, codec-1.0.0.tgz, got results.json; choose one of them',
    );
    expect(problemOf(() => arena.ledger.readFile(7, 'x'))).toBe(
      'not-found: submission 7: list the submissions to find it',
    );
  });

  it.each(['../x', '/x', 'a/../b', 'a//b', 'a\\b', 'a\nb', '.', '', 'a/'])('cannot be named %j', (name) => {
    const arena = openArena();
    submit(arena, 'ada');
    expect(problemOf(() => add(arena, name, 'x'))).toMatch(/^bad-format: file .* field name: /);
  });

  it('never take the place of the tarball', () => {
    const arena = openArena();
    submit(arena, 'ada');
    expect(problemOf(() => add(arena, 'codec-1.0.0.tgz', 'x'))).toBe(
      'conflict: file codec-1.0.0.tgz of submission 1: is what was submitted and stays as it is; choose another name',
    );
  });

  it('that were damaged on the disk are not handed out', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const other = new Libsql(arena.path);
    other.exec(`UPDATE blobs SET bytes = x'00'`);
    other.close();
    expect(problemOf(() => arena.ledger.readTarball(1))).toMatch(
      /^bad-format: .*: blob [0-9a-f]{64}: is damaged; put a backup of the ledger in its place$/,
    );
    expect(arena.ledger.verify()).toHaveLength(1);
  });
});

describe('a log', () => {
  it('grows while it is read', () => {
    const arena = openArena();
    submit(arena, 'ada');
    expect(arena.ledger.readLog(1)).toEqual({ lines: [], total: 0, next: 1 });
    const claimed = claim(arena);
    const at = new Date(arena.clock.now + 5);
    arena.ledger.appendLog(claimed, [
      { level: 'info', text: 'begin' },
      { level: 'warning', text: 'two\nlines', at },
    ]);
    const first = arena.ledger.readLog(1);
    expect(first).toEqual({
      lines: [
        { line: 1, at: '2026-01-01T00:00:00.000Z', level: 'info', text: 'begin' },
        { line: 2, at: '2026-01-01T00:00:00.005Z', level: 'warning', text: 'two\nlines' },
      ],
      total: 2,
      next: 3,
    });
    expect(arena.ledger.appendLog(claimed, [{ level: 'error', text: 'end' }])).toBe(3);
    expect(arena.ledger.readLog(1, { from: first.next ?? 0 }).lines.map(({ text }) => text)).toEqual(['end']);
    arena.ledger.release(claimed);
    evaluate(arena, 0.6);
    expect(arena.ledger.readLog(1, { from: 3 })).toMatchObject({ lines: [{ text: 'end' }], next: null });
    expect(problemOf(() => arena.ledger.appendLog(claimed, [{ level: 'info', text: 'late' }]))).toMatch(
      /^conflict: submission 1: expected screening or evaluating, .*the claim is lost/,
    );
  });

  it('is read in parts, and from its end', () => {
    const arena = openArena();
    submit(arena, 'ada');
    const claimed = claim(arena);
    const lines = Array.from({ length: 25 }, (_, index) => ({
      level: 'info' as const,
      text: `${index + 1}`,
    }));
    arena.ledger.appendLog(claimed, lines);
    const texts = (options: object) => arena.ledger.readLog(1, options).lines.map(({ text }) => text);
    expect(texts({ from: 11, limit: 3 })).toEqual(['11', '12', '13']);
    expect(texts({ tail: 2 })).toEqual(['24', '25']);
    expect(texts({ tail: 100 })).toHaveLength(25);
    expect(arena.ledger.readLog(1, { from: 11, limit: 3 }).next).toBe(14);
    expect(problemOf(() => arena.ledger.readLog(1, { tail: 0 }))).toMatch(/^usage: number of lines/);
  });
});
