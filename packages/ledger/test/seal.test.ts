import { describe, expect, it } from 'vitest';
import {
  type Arena,
  claim,
  evaluate,
  hourMs,
  openArena,
  problemOf,
  recordBaseline,
  roundInput,
  submit,
} from './arena.ts';

const sealed = { revealAfterHours: 24, revealLogs: 'after-round', roundHours: 48 } as const;

function withLog(arena: Arena): void {
  submit(arena, 'ada');
  const claimed = claim(arena);
  arena.ledger.appendLog(claimed, [{ level: 'info', text: 'x' }]);
  arena.ledger.addFiles(claimed.submission, [{ name: 'frames/a', type: 'frame', bytes: Buffer.from('f') }]);
  arena.ledger.addFiles(claimed.submission, [
    { name: 'manifest.json', type: 'manifest', bytes: Buffer.from('{}') },
  ]);
  arena.ledger.release(claimed);
}

it('nothing is sealed unless the config says so', () => {
  const arena = openArena();
  withLog(arena);
  expect(arena.ledger.codeVisibleTo(1, 'public')).toEqual({ visible: true });
  expect(arena.ledger.logsVisibleTo(1, 'public')).toEqual({ visible: true });
  expect(arena.ledger.readLog(1).total).toBe(1);
  expect(arena.ledger.readTarball(1)).toHaveLength('ada codec 1.0.0'.length);
});

describe('code', () => {
  it('is shown to others some hours after its evaluation, to its author and the organiser at once', () => {
    const arena = openArena(sealed);
    withLog(arena);
    const hidden = {
      visible: false,
      reason: 'code-not-revealed',
      revealAt: null,
      roundState: 'open',
      roundEndsAt: '2026-01-03T00:00:00.000Z',
    };
    expect(arena.ledger.codeVisibleTo(1, 'public')).toEqual(hidden);
    arena.clock.now += hourMs;
    evaluate(arena, 0.6);
    const known = { ...hidden, revealAt: '2026-01-02T01:00:00.000Z' };
    expect(arena.ledger.codeVisibleTo(1, { author: 'bob' })).toEqual(known);
    expect(arena.ledger.codeVisibleTo(1, { author: 'ada' })).toEqual({ visible: true });
    expect(arena.ledger.codeVisibleTo(1, 'organiser')).toEqual({ visible: true });
    expect(problemOf(() => arena.ledger.readFile(1, 'codec-1.0.0.tgz'))).toBe(
      'sealed: codec-1.0.0.tgz of submission 1: is kept back until 2026-01-02T01:00:00.000Z; look again then',
    );
    expect(problemOf(() => arena.ledger.readTarball(1, { author: 'bob' }))).toMatch(/^sealed: tarball of/);
    expect(arena.ledger.readTarball(1, { author: 'ada' })).toHaveLength(15);
    const [row] = arena.ledger.listSubmissions({ competition: 'cup' }).items;
    expect([row.code, row.logs.visible]).toEqual([known, false]);

    const [before, after] = [24 * hourMs - 1, 24 * hourMs].map((ms) => new Date(arena.clock.now + ms));
    expect(arena.ledger.codeVisibleTo(1, 'public', before).visible).toBe(false);
    expect(arena.ledger.codeVisibleTo(1, 'public', after).visible).toBe(true);
    arena.clock.now += 24 * hourMs;
    expect(arena.ledger.readTarball(1)).toHaveLength(15);
  });

  it('that was never evaluated stays with its author', () => {
    const arena = openArena(sealed);
    submit(arena, 'ada');
    arena.ledger.closeRound('cup');
    arena.clock.now += 1000 * hourMs;
    expect(arena.ledger.codeVisibleTo(1, 'public')).toMatchObject({
      reason: 'code-not-accessible',
      revealAt: null,
      roundState: 'completed',
    });
    expect(problemOf(() => arena.ledger.readTarball(1))).toMatch(
      /was never evaluated and stays with its author$/,
    );
  });

  it('that was shown once is not hidden again when the holder is measured anew', () => {
    const arena = openArena(sealed);
    submit(arena, 'ada');
    evaluate(arena, 0.6);
    arena.clock.now += 25 * hourMs;
    arena.ledger.closeRound('cup');
    arena.ledger.openRound(roundInput(2));
    recordBaseline(arena, 2, 0.5);
    evaluate(arena, 0.6);
    expect(arena.ledger.codeVisibleTo(2, 'public')).toEqual({ visible: true });
  });
});

describe('logs and results', () => {
  it('are shown after the round, to their author no earlier', () => {
    const arena = openArena(sealed);
    withLog(arena);
    for (const viewer of ['public', { author: 'ada' }] as const) {
      expect(arena.ledger.logsVisibleTo(1, viewer)).toEqual({
        visible: false,
        reason: 'round-not-completed',
        revealAt: null,
        roundState: 'open',
        roundEndsAt: '2026-01-03T00:00:00.000Z',
      });
      expect(problemOf(() => arena.ledger.readLog(1, { viewer }))).toBe(
        'sealed: log of submission 1: is kept back until the round is completed, after 2026-01-03T00:00:00.000Z; look again then',
      );
      expect(problemOf(() => arena.ledger.readFile(1, 'frames/a', viewer))).toMatch(/^sealed: frames\/a of/);
    }
    expect(arena.ledger.readLog(1, { viewer: 'organiser' }).total).toBe(1);
    expect(arena.ledger.readFile(1, 'manifest.json')).toHaveLength(2);
    arena.ledger.closeRound('cup');
    expect(arena.ledger.readLog(1).total).toBe(1);
    expect(arena.ledger.readFile(1, 'frames/a')).toHaveLength(1);
  });
});

it('what happened on sealed inputs is told with the logs, a rejection at once', () => {
  const arena = openArena(sealed);
  const failure = { kind: 'mismatch', message: 'value 1: expected 0x3f80', fields: { matrix: 'a' } };
  submit(arena, 'ada');
  const failed = claim(arena);
  arena.ledger.startEvaluation(failed);
  arena.ledger.fail(failed, failure);
  submit(arena, 'bob');
  arena.ledger.reject(claim(arena), { kind: 'code-size', message: 'too large', fields: {} });
  const seen = (id: number, viewer: 'public' | 'organiser' | { author: string }) =>
    arena.ledger.submissionDetail(id, viewer).failure;
  const hidden = { kind: 'mismatch', message: 'kept back until the round is completed', fields: {} };
  expect([seen(1, 'public'), seen(1, { author: 'ada' })]).toEqual([hidden, hidden]);
  expect(arena.ledger.listSubmissions({ competition: 'cup', state: 'failed' }).items[0].failure).toEqual(
    hidden,
  );
  expect(seen(1, 'organiser')).toEqual(failure);
  expect(seen(2, 'public')).toMatchObject({ message: 'too large' });
  arena.ledger.closeRound('cup');
  expect(seen(1, 'public')).toEqual(failure);
});

it('names of matrices are not shown while they are in use', () => {
  const arena = openArena();
  submit(arena, 'ada');
  evaluate(arena, 0.6);
  const names = (viewer: 'public' | 'organiser') =>
    arena.ledger.matrixScores([1], viewer).matrices.map(({ matrix }) => matrix);
  expect(names('public')).toEqual([null, null]);
  expect(names('organiser')).toEqual(['a', 'b']);
  arena.ledger.closeRound('cup');
  expect(names('public')).toEqual(['a', 'b']);
});
