import { describe, expect, it } from 'vitest';
import {
  claim,
  hourMs,
  measurement,
  openArena,
  problemOf,
  record,
  recordBaseline,
  roundInput,
  submit,
} from './arena.ts';
import { enter, holder, target } from './top-arena.ts';

describe('the first top', () => {
  it('takes 1.01 times the baseline', () => {
    const arena = openArena();
    expect(target(arena).scoreToBeat).toEqual({
      score: 1.01 * 0.5,
      beatFactor: 1.01,
      setBy: 'reference',
      standing: 0.5,
      submission: null,
    });
    expect(enter(arena, 'ada', 0.5049).becameTop).toBe(false);
    expect(arena.ledger.submissionDetail(1)).toMatchObject({ topStatus: 'never', isAboveBaseline: true });
    expect(enter(arena, 'bob', 0.49).becameTop).toBe(false);
    expect(arena.ledger.submissionDetail(2).isAboveBaseline).toBe(false);
    expect(holder(arena)).toBeNull();
    expect(enter(arena, 'eve', 1.01 * 0.5)).toMatchObject({
      becameTop: true,
      target: { scoreToBeat: { score: 1.01 * 1.01 * 0.5, setBy: 'codec', submission: 3 } },
    });
    expect(holder(arena)).toMatchObject({ submission: 3, author: 'eve', score: 0.505, round: 1 });
  });

  it('waits for the baseline, and then the earlier submission is looked at first', () => {
    const arena = openArena();
    arena.ledger.closeRound('cup');
    arena.ledger.openRound(roundInput(2));
    expect(target(arena)).toEqual({ scoreToBeat: null, noScoreToBeat: 'baseline-not-measured' });
    const [first, second, third] = ['ada', 'bob', 'eve'].map((author) => {
      submit(arena, author);
      return claim(arena, author);
    });
    for (const [claimed, score] of [
      [third, 0.7],
      [second, 0.603],
      [first, 0.6],
    ] as const) {
      arena.ledger.startEvaluation(claimed);
      expect(record(arena, claimed, score, 2).becameTop).toBe(false);
    }
    recordBaseline(arena, 2, 0.5);
    const statuses = [1, 2, 3].map((id) => arena.ledger.submissionDetail(id).topStatus);
    expect(statuses).toEqual(['former', 'never', 'current']);
  });

  it('is no tie with a baseline of 0', () => {
    const arena = openArena();
    arena.ledger.closeRound('cup');
    arena.ledger.openRound(roundInput(2));
    recordBaseline(arena, 2, 0);
    submit(arena, 'ada');
    const claimed = claim(arena);
    arena.ledger.startEvaluation(claimed);
    const trials = ['a', 'b'].map((matrix) => ({ matrix, outcome: 'timeout' }) as const);
    const nothing = { ...measurement(0, 2), low: 0, trials };
    expect(arena.ledger.recordScore(claimed, nothing).becameTop).toBe(false);
  });

  it('takes the factor that the round was opened with', () => {
    const arena = openArena({ beatFactor: 1.5 });
    arena.ledger.changeConfig({ ...arena.ledger.competitionConfig('cup'), beatFactor: 1.01 });
    expect(target(arena).scoreToBeat?.score).toBe(0.75);
    expect(enter(arena, 'ada', 0.74).becameTop).toBe(false);
    expect(enter(arena, 'bob', 0.75).becameTop).toBe(true);
  });

  it('is measured once', () => {
    expect(problemOf(() => recordBaseline(openArena(), 1, 0.4))).toBe(
      'conflict: baseline of round 1: has been measured already, and scores are judged by that; leave it',
    );
  });
});

describe('a new top', () => {
  it('takes 1.01 times the one before; ties keep the earlier', () => {
    const arena = openArena();
    enter(arena, 'ada', 0.6);
    expect(enter(arena, 'bob', 0.6).becameTop).toBe(false);
    expect(enter(arena, 'bob', 0.6059, '1.1.0').becameTop).toBe(false);
    arena.clock.now += 60 * hourMs;
    expect(enter(arena, 'eve', 0.606).becameTop).toBe(true);
    expect([1, 2, 3, 4].map((id) => arena.ledger.submissionDetail(id).topStatus)).toEqual([
      'former',
      'never',
      'never',
      'current',
    ]);
    arena.clock.now += 60 * hourMs;
    expect(holder(arena)).toMatchObject({ author: 'eve', ageMs: 60 * hourMs, daysUnbeaten: 2 });
    expect(arena.ledger.topScoreHistory('cup').points).toMatchObject([
      { at: '2026-01-01T00:00:00.000Z', score: 0.6, author: 'ada', isDefence: false },
      { at: '2026-01-03T12:00:00.000Z', score: 0.606, author: 'eve', isDefence: false },
    ]);
  });
});
