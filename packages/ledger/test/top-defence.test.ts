import { describe, expect, it } from 'vitest';
import {
  claim,
  evaluate,
  hourMs,
  openArena,
  problemOf,
  record,
  recordBaseline,
  roundInput,
  submit,
} from './arena.ts';
import { enter, holder, secondRound, target } from './top-arena.ts';

describe('between rounds', () => {
  it('there is no score to beat until the holder has been measured on the new inputs', () => {
    const arena = secondRound();
    expect(target(arena)).toEqual({ scoreToBeat: null, noScoreToBeat: 'holder-not-re-run' });
    expect(holder(arena)).toMatchObject({ author: 'ada', score: 0.6, round: 1 });
    expect(arena.ledger.submissionDetail(2)).toMatchObject({
      author: 'ada',
      auto: true,
      revision: 1,
      round: 2,
    });

    const defence = claim(arena, 'w1');
    expect(defence).toMatchObject({ submission: 2, auto: true });
    submit(arena, 'bob');
    const early = claim(arena, 'w2');
    arena.ledger.startEvaluation(early);
    expect(record(arena, early, 0.52, 2)).toEqual({
      becameTop: false,
      target: { scoreToBeat: null, noScoreToBeat: 'holder-not-re-run' },
    });
    arena.ledger.startEvaluation(defence);
    arena.clock.now += hourMs;
    // What came back first is judged now, against what the holder reached here: 0.52 >= 1.01 * 0.5.
    expect(record(arena, defence, 0.5, 2)).toMatchObject({
      becameTop: false,
      target: { scoreToBeat: { standing: 0.52, submission: 3 } },
    });
    expect(arena.ledger.topScoreHistory('cup')).toMatchObject({
      points: [
        { round: 1, score: 0.6, author: 'ada', isDefence: false },
        { round: 2, score: 0.5, author: 'ada', isDefence: true },
        { round: 2, score: 0.52, author: 'bob', isDefence: false },
      ],
      rounds: [
        { number: 1, openedAt: '2026-01-01T00:00:00.000Z', baselineScore: 0.5 },
        { number: 2, openedAt: '2026-01-02T00:00:00.000Z', baselineScore: 0.4 },
      ],
    });
  });

  it('a holder that defends its place keeps its age', () => {
    const arena = secondRound();
    expect(evaluate(arena, 0.45)).toMatchObject({ becameTop: true, auto: true });
    arena.clock.now += 24 * hourMs;
    expect(holder(arena)).toMatchObject({
      submission: 2,
      score: 0.45,
      round: 2,
      since: '2026-01-01T00:00:00.000Z',
      daysUnbeaten: 2,
    });
    expect(arena.ledger.submissionDetail(1).topStatus).toBe('former');
    expect(enter(arena, 'bob', 0.46).becameTop).toBe(true);
    expect(holder(arena)?.daysUnbeaten).toBe(0);
  });

  it('a holder that fails on the new inputs stays until someone beats the baseline there', () => {
    const arena = secondRound();
    const claimed = claim(arena);
    arena.ledger.startEvaluation(claimed);
    arena.ledger.fail(claimed, { kind: 'timeout', message: 'took too long' });
    expect(target(arena).scoreToBeat).toMatchObject({ setBy: 'reference', standing: 0.4 });
    expect(holder(arena)).toMatchObject({ author: 'ada', round: 1 });
    expect(enter(arena, 'bob', 0.41).becameTop).toBe(true);
    expect(holder(arena)).toMatchObject({ author: 'bob', round: 2 });
  });

  it('a holder below the baseline stays until someone beats the baseline, not the holder', () => {
    const arena = secondRound();
    evaluate(arena, 0.3);
    expect(target(arena).scoreToBeat).toMatchObject({ setBy: 'reference', standing: 0.4, submission: null });
    expect(enter(arena, 'bob', 0.31).becameTop).toBe(false);
    expect(arena.ledger.submissionDetail(3)).toMatchObject({ topStatus: 'never', isAboveBaseline: false });
    expect(holder(arena)).toMatchObject({ author: 'ada', score: 0.3, round: 2 });
    expect(enter(arena, 'eve', 0.41).becameTop).toBe(true);
    expect(target(arena).scoreToBeat).toMatchObject({ standing: 0.41, submission: 4 });
  });

  it('nobody is judged by a holder alone: the baseline may be above it', () => {
    const arena = openArena();
    enter(arena, 'ada', 0.6);
    arena.ledger.closeRound('cup');
    arena.ledger.openRound(roundInput(2));
    expect(evaluate(arena, 0.3)).toMatchObject({ becameTop: true, auto: true });
    expect(target(arena)).toEqual({ scoreToBeat: null, noScoreToBeat: 'baseline-not-measured' });
    expect(enter(arena, 'bob', 0.31).becameTop).toBe(false);
    recordBaseline(arena, 2, 0.4);
    expect(target(arena).scoreToBeat).toMatchObject({ standing: 0.4, submission: null });
    expect(holder(arena)).toMatchObject({ author: 'ada', round: 2 });
    expect(arena.ledger.competitionSummary('cup').round).toMatchObject({ undecided: 0 });
  });

  it('a holder that ends its evaluators leaves the top to the baseline as well', () => {
    const arena = secondRound();
    submit(arena, 'bob');
    for (const worker of ['w1', 'w2', 'w3']) {
      claim(arena, worker);
      arena.clock.now += hourMs + 1;
    }
    expect(evaluate(arena, 0.41)).toMatchObject({ author: 'bob', becameTop: true });
  });

  it('the holder is not replaced by a new version of its author, and the same tarball is its re-entry', () => {
    const arena = secondRound();
    expect(submit(arena, 'ada', '1.1.0')).toMatchObject({ replaced: [], revision: 2 });
    expect(submit(arena, 'ada', '1.0.0')).toMatchObject({ id: 2, isNew: false });
  });

  it('a round is not closed while scores wait for the holder, unless that is forced', () => {
    const arena = secondRound();
    claim(arena, 'w1');
    submit(arena, 'bob');
    const early = claim(arena, 'w2');
    arena.ledger.startEvaluation(early);
    record(arena, early, 0.7, 2);
    const round = () => arena.ledger.competitionSummary('cup').round;
    expect(round()).toMatchObject({ undecided: 1, awaited: 'holder-not-re-run' });
    expect(problemOf(() => arena.ledger.closeRound('cup'))).toBe(
      'conflict: round 2: expected the holder measured on its inputs, got 1 score that waits for that; ' +
        'measure it first, or force the end of the round: nobody takes the top then',
    );
    expect(round()?.state).toBe('open');
    expect(arena.ledger.submissionDetail(2).state).toBe('screening');

    expect(arena.ledger.closeRound('cup', { force: true })).toBe(1);
    expect(round()).toMatchObject({
      state: 'completed',
      topSubmission: null,
      undecided: 1,
      awaited: 'holder-not-re-run',
    });
    expect(arena.ledger.submissionDetail(3)).toMatchObject({ state: 'scored', rank: 1, topStatus: 'never' });
    // The title is not lost by that: the holder enters the next round.
    expect(holder(arena)).toMatchObject({ author: 'ada', round: 1 });
    expect(arena.ledger.openRound(roundInput(3)).defender).toBe(4);
  });

  it('a round in which only the holder is left to measure can be closed', () => {
    const arena = secondRound();
    expect(arena.ledger.closeRound('cup')).toBe(1);
    expect(arena.ledger.competitionSummary('cup').round).toMatchObject({
      undecided: 0,
      awaited: 'holder-not-re-run',
    });
  });

  it('a completed round has no score to beat', () => {
    const arena = openArena();
    enter(arena, 'ada', 0.6);
    arena.ledger.closeRound('cup');
    expect(target(arena)).toEqual({ scoreToBeat: null, noScoreToBeat: 'round-completed' });
    expect(holder(arena)?.author).toBe('ada');
  });
});
