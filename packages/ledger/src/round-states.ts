import type { Context } from './context.ts';
import { sql } from './database.ts';
import { addEvent } from './events.ts';
import type { Row } from './schema/tables.ts';
import { assertTransition, type Stage, stageTransitions } from './states.ts';

/** @throws ArenaError `conflict` for a change of state that there is not */
export function changeRound(
  context: Context,
  round: Row<'rounds'>,
  to: Stage,
  changes: Partial<Row<'rounds'>> = {},
): void {
  const { id, number, competition_id: competition, state } = round;
  assertTransition(`round ${number}`, stageTransitions, state, to);
  context.db.run(
    sql
      .updateTable('rounds')
      .set({ ...changes, state: to })
      .where('id', '=', id),
  );
  addEvent(context, `round-${to}`, { competition, round: id }, { number });
}
