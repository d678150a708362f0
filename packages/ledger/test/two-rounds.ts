import { type Arena, evaluate, hourMs, openArena, recordBaseline, roundInput, submit } from './arena.ts';

/** Two rounds: ada leads the first, eve takes the second; bob is never above the baseline. */
export function twoRounds(): Arena {
  const arena = openArena();
  const enter = (author: string, version: string, score: number) => {
    arena.clock.now += hourMs;
    submit(arena, author, version);
    evaluate(arena, score);
  };
  enter('ada', '1.0.0', 0.6);
  enter('bob', '1.0.0', 0.4);
  enter('ada', '1.1.0', 0.55);
  arena.clock.now += 24 * hourMs;
  arena.ledger.closeRound('cup');
  arena.ledger.openRound(roundInput(2));
  recordBaseline(arena, 2, 0.3);
  evaluate(arena, 0.5);
  enter('eve', '1.0.0', 0.58);
  enter('eve', '1.0.1', 0.58);
  enter('bob', '2.0.0', 0.2);
  submit(arena, 'zed_1', '1.0.0');
  return arena;
}
