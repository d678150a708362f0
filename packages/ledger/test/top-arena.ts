import { type Arena, evaluate, hourMs, openArena, recordBaseline, roundInput, submit } from './arena.ts';

/** Submits, and evaluates at once. */
export function enter(arena: Arena, author: string, score: number, version = '1.0.0') {
  submit(arena, author, version);
  return evaluate(arena, score);
}

/** Ada holds the top of round 1 with 0.6; round 2 is open, its baseline at 0.4. */
export function secondRound(): Arena {
  const arena = openArena();
  enter(arena, 'ada', 0.6);
  arena.clock.now += 24 * hourMs;
  arena.ledger.closeRound('cup');
  arena.ledger.openRound(roundInput(2));
  recordBaseline(arena, 2, 0.4);
  return arena;
}

export const target = ({ ledger }: Arena) => ledger.competitionSummary('cup').target;
export const holder = ({ ledger }: Arena) => ledger.competitionSummary('cup').holder;
