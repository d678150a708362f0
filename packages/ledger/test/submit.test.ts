import { describe, expect, it } from 'vitest';
import {
  claim,
  config,
  evaluate,
  hourMs,
  openArena,
  problemOf,
  roundInput,
  submit,
  tempLedger,
} from './arena.ts';

describe('submitting', () => {
  it('queues a solution, numbered per author', () => {
    const arena = openArena();
    expect(submit(arena, 'ada')).toMatchObject({
      isNew: true,
      round: 1,
      revision: 1,
      state: 'queued',
      replaced: [],
    });
    expect(submit(arena, 'bob')).toMatchObject({ isNew: true, revision: 1 });
    expect(submit(arena, 'ada', '1.0.0', 'other')).toMatchObject({ isNew: true, revision: 2 });
    expect(arena.ledger.competitionSummary('cup').submissionCounts).toMatchObject({ queued: 3, replaced: 0 });
  });

  it('gives back the same submission for the same tarball, also when the round takes no more', () => {
    const arena = openArena({ rateLimit: { count: 1, windowHours: 24 } });
    const first = submit(arena, 'ada');
    const { score } = arena.ledger.submissionDetail(evaluate(arena, 0.6).submission);
    arena.ledger.endSubmissions('cup');
    expect(submit(arena, 'ada')).toEqual({ ...first, isNew: false, state: 'scored' });
    expect(score).toBe(0.6);
    expect(arena.ledger.competitionSummary('cup').submissionTotal).toBe(1);
  });

  it('takes the same tarball again from another author, and in another round', () => {
    const arena = openArena();
    const tarball = Buffer.from('same');
    const input = { competition: 'cup', solution: 'codec', version: '1.0.0', tarball };
    arena.ledger.submit({ ...input, author: 'ada' });
    expect(arena.ledger.submit({ ...input, author: 'bob' }).isNew).toBe(true);
    arena.ledger.closeRound('cup');
    arena.ledger.openRound(roundInput(2));
    expect(arena.ledger.submit({ ...input, author: 'ada' })).toMatchObject({
      isNew: true,
      round: 2,
      revision: 2,
    });
  });

  it('replaces what is still queued of the same solution, and nothing else', () => {
    const arena = openArena();
    const evaluating = submit(arena, 'ada', '1.0.0');
    claim(arena);
    const queued = submit(arena, 'ada', '1.1.0');
    const other = submit(arena, 'ada', '1.0.0', 'other');
    const foreign = submit(arena, 'bob', '1.0.0');
    const newest = submit(arena, 'ada', '1.2.0');
    expect(newest.replaced).toEqual([queued.id]);
    const states = [evaluating, queued, other, foreign, newest].map(
      ({ id }) => arena.ledger.submissionDetail(id).state,
    );
    expect(states).toEqual(['screening', 'replaced', 'queued', 'queued', 'queued']);
  });

  it('keeps the tarball as it was sent', () => {
    const arena = openArena();
    const { id, key } = submit(arena, 'ada');
    expect(Buffer.from(arena.ledger.readTarball(id)).toString()).toBe('ada codec 1.0.0');
    expect(Buffer.from(arena.ledger.readFile(key, 'codec-1.0.0.tgz')).toString()).toBe('ada codec 1.0.0');
  });

  it('gives keys that sort by time', () => {
    const arena = openArena();
    const keys = ['ada', 'bob', 'eve'].map((author) => {
      arena.clock.now += 1;
      return submit(arena, author).key;
    });
    expect(keys.every((key) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(key))).toBe(true);
    expect(keys.toSorted()).toEqual(keys);
  });
});

describe('the rate limit', () => {
  it('counts in a window that moves, and says when it works again', () => {
    const arena = openArena({ rateLimit: { count: 2, windowHours: 24 } });
    submit(arena, 'ada', '1.0.0');
    arena.clock.now += hourMs;
    submit(arena, 'ada', '1.0.1');
    arena.clock.now += hourMs;
    expect(problemOf(() => submit(arena, 'ada', '1.0.2'))).toBe(
      'rate-limited: submissions of ada: expected at most 2 in 24 h, got 3; submit again from 2026-01-02T00:00:00.000Z',
    );
    submit(arena, 'bob', '1.0.2');
    arena.clock.now += 22 * hourMs - 1;
    expect(problemOf(() => submit(arena, 'ada', '1.0.2'))).toMatch(/^rate-limited/);
    arena.clock.now += 1;
    expect(submit(arena, 'ada', '1.0.2').isNew).toBe(true);
    expect(problemOf(() => submit(arena, 'ada', '1.0.3'))).toMatch(/again from 2026-01-02T01:00:00.000Z$/);
  });

  it('does not count re-entries of the holder', () => {
    const arena = openArena({ rateLimit: { count: 2, windowHours: 24 } });
    submit(arena, 'ada', '1.0.0');
    evaluate(arena, 0.6);
    arena.ledger.closeRound('cup');
    arena.ledger.openRound(roundInput(2));
    expect(submit(arena, 'ada', '1.0.1').isNew).toBe(true);
  });
});

describe('a submission that cannot be', () => {
  it('is refused with what was expected', () => {
    const arena = openArena({ limits: { tarballBytes: 20 } });
    const input = {
      competition: 'cup',
      author: 'ada',
      solution: 'codec',
      version: '1.0.0',
      tarball: Buffer.from('x'),
    };
    const problem = (changes: object) => problemOf(() => arena.ledger.submit({ ...input, ...changes }));
    expect(problem({ author: 'a b' })).toBe(
      'bad-format: submission field author: 1 to 64 letters, digits, points, hyphens and underscores; correct it',
    );
    expect(problem({ tarball: new Uint8Array() })).toBe(
      'bad-format: submission field tarball: is empty; correct it',
    );
    expect(problem({ tarball: 'x' })).toBe(
      'bad-format: submission field tarball: expected bytes; correct it',
    );
    expect(problem({ tarball: Buffer.alloc(21) })).toBe(
      'limit-exceeded: tarball of codec: expected at most 20 bytes, got 21; ' +
        'leave out of the package what the solution does not need',
    );
    expect(problem({ competition: 'cap' })).toBe(
      'not-found: competition: expected one of cup, got cap; choose one of them',
    );
    expect(arena.ledger.competitionSummary('cup').submissionTotal).toBe(0);
  });

  it('is refused without an open round, or after its end', () => {
    const arena = tempLedger();
    arena.ledger.createCompetition({ ...config, roundHours: 48 });
    expect(problemOf(() => submit(arena, 'ada'))).toBe(
      'conflict: cup: expected a running round, got none so far; open a round first',
    );
    arena.ledger.openRound(roundInput(1));
    arena.clock.now += 48 * hourMs;
    expect(problemOf(() => submit(arena, 'ada'))).toBe(
      'conflict: round 1: expected open to take submissions, got over since 2026-01-03T00:00:00.000Z; ' +
        'submit in the next round',
    );
    arena.ledger.endSubmissions('cup');
    expect(problemOf(() => submit(arena, 'ada'))).toMatch(/over since/);
    arena.ledger.closeRound('cup');
    expect(problemOf(() => submit(arena, 'ada'))).toBe(
      'conflict: cup: expected a running round, got round 1, which is completed; open a round first',
    );
  });
});
