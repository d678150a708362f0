import { describe, expect, it } from 'vitest';
import {
  claim,
  config,
  evaluate,
  hourMs,
  openArena,
  problemOf,
  recordBaseline,
  roundInput,
  start,
  submit,
  tempLedger,
} from './arena.ts';

describe('a round', () => {
  it('is the only one that runs', () => {
    const { ledger } = openArena();
    expect(problemOf(() => ledger.openRound(roundInput(2)))).toBe(
      'conflict: competition cup: expected no running round, got round 1, which is open; close it first',
    );
    ledger.closeRound('cup');
    expect(ledger.openRound(roundInput(2))).toEqual({ number: 2, defender: null });
    expect(problemOf(() => ledger.startRound('cup', 5))).toBe(
      'not-found: round of cup: expected 1 to 2, got 5; choose one of them',
    );
  });

  it('keeps its seed to itself until it is completed', () => {
    const { ledger } = openArena();
    expect(ledger.competitionSummary('cup').round).toMatchObject({ seed: null, matrixCount: 2 });
    expect(problemOf(() => ledger.roundExport('cup', 1))).toBe(
      'sealed: inputs of round 1: are kept back until it is completed, and it is open; look again then',
    );
    const inputs = ledger.roundInputs('cup', 1);
    expect(inputs).toMatchObject({ round: 1, seed: 1001, rules: 'lossless-v1' });
    expect(inputs.corpus).toEqual(roundInput(1).corpus);
    ledger.closeRound('cup');
    expect(ledger.roundExport('cup', 1)).toEqual(inputs);
    expect(ledger.listRounds('cup').items.map(({ seed }) => seed)).toEqual([1001]);
  });

  it('tells how far it is', () => {
    const arena = openArena({ roundHours: 48 });
    arena.clock.now += 12 * hourMs;
    submit(arena, 'ada');
    expect(arena.ledger.competitionSummary('cup').round).toMatchObject({
      progress: 0.25,
      timeLeftMs: 36 * hourMs,
      closesAt: '2026-01-03T00:00:00.000Z',
      baseline: { score: 0.5, low: 0.5, high: 0.5 },
      topScore: null,
      submissions: 1,
      unfinished: 1,
    });
  });

  it('of wrong inputs is refused', () => {
    const { ledger } = tempLedger();
    ledger.createCompetition(config);
    const { corpus } = roundInput(1);
    const twice = { ...corpus, matrices: [corpus.matrices[0], corpus.matrices[0]] };
    expect(problemOf(() => ledger.openRound(roundInput(1, { corpus: twice })))).toBe(
      'bad-format: round field corpus: two matrices have one id; correct it',
    );
    expect(problemOf(() => ledger.openRound(roundInput(1, { seed: 2 ** 32 })))).toMatch(
      /^bad-format: round field seed/,
    );
    expect(problemOf(() => ledger.openRound(roundInput(1, { closesAt: new Date(start) })))).toBe(
      'usage: round: would end before it begins; name a later time',
    );
    expect(ledger.listRounds('cup').total).toBe(0);
  });
});

describe('rounds by date', () => {
  it('open, end their submissions, and close when everything is evaluated', () => {
    const arena = openArena();
    const { ledger, clock } = arena;
    ledger.closeRound('cup');
    const at = (hours: number) => new Date(start + hours * hourMs);
    expect(ledger.planRound({ ...roundInput(2, { closesAt: at(3) }), opensAt: at(1) })).toBe(2);
    expect(ledger.planRound({ ...roundInput(3, { closesAt: at(9) }), opensAt: at(2) })).toBe(3);
    expect(ledger.advanceRounds('cup')).toEqual([]);

    clock.now = start + hourMs;
    expect(ledger.advanceRounds('cup')).toEqual([2]);
    recordBaseline(arena, 2, 0.5);
    submit(arena, 'ada');
    clock.now = start + 2 * hourMs;
    expect(ledger.advanceRounds('cup')).toEqual([]);

    clock.now = start + 3 * hourMs;
    expect(ledger.advanceRounds('cup')).toEqual([2]);
    expect(ledger.competitionSummary('cup').round).toMatchObject({ number: 2, state: 'evaluating' });
    expect(ledger.advanceRounds('cup')).toEqual([]);
    evaluate(arena, 0.6);
    expect(ledger.advanceRounds('cup')).toEqual([2, 3]);
    expect(ledger.competitionSummary('cup').round).toMatchObject({ number: 3, state: 'open', defender: 2 });
    expect(claim(arena)).toMatchObject({ round: 3, author: 'ada', auto: true });
  });

  it('stay for as long as scores wait for the baseline', () => {
    const arena = openArena();
    const { ledger, clock } = arena;
    ledger.closeRound('cup');
    ledger.openRound(roundInput(2, { closesAt: new Date(start + hourMs) }));
    submit(arena, 'ada');
    evaluate(arena, 0.6);
    clock.now = start + hourMs;
    expect(ledger.advanceRounds('cup')).toEqual([2]);
    expect(ledger.competitionSummary('cup').round).toMatchObject({
      state: 'evaluating',
      unfinished: 0,
      undecided: 1,
      awaited: 'baseline-not-measured',
    });
    recordBaseline(arena, 2, 0.5);
    expect(ledger.advanceRounds('cup')).toEqual([2]);
    expect(ledger.competitionSummary('cup')).toMatchObject({
      round: { state: 'completed', undecided: 0, awaited: null },
      holder: { author: 'ada', round: 2 },
    });
  });

  it('may open after one of a higher number', () => {
    const arena = openArena();
    const { ledger, clock } = arena;
    ledger.closeRound('cup');
    expect(ledger.planRound({ ...roundInput(2), opensAt: new Date(start + hourMs) })).toBe(2);
    expect(ledger.openRound(roundInput(3)).number).toBe(3);
    clock.now = start + hourMs;
    ledger.closeRound('cup');
    expect(ledger.advanceRounds('cup')).toEqual([2]);
    expect(ledger.competitionSummary('cup').round).toMatchObject({ number: 2, state: 'open' });
    recordBaseline(arena, 2, 0.5);
    submit(arena, 'ada');
    expect(evaluate(arena, 0.6)).toMatchObject({
      becameTop: true,
      target: { scoreToBeat: { standing: 0.6 } },
    });
    ledger.closeRound('cup');
    expect(ledger.competitionSummary('cup').round).toMatchObject({ number: 2, state: 'completed' });
  });

  it('can be started by hand', () => {
    const { ledger } = tempLedger();
    ledger.createCompetition(config);
    ledger.planRound({ ...roundInput(1), opensAt: new Date(start + hourMs) });
    expect(ledger.competitionSummary('cup')).toMatchObject({ state: 'pending', round: null });
    expect(ledger.startRound('cup', 1)).toEqual({ number: 1, defender: null });
    expect(problemOf(() => ledger.startRound('cup', 1))).toMatch(
      /^conflict: competition cup: expected no running/,
    );
  });
});
