import { ArenaError } from '@matrix-arena/contract';
import { z } from 'zod';
import { parseWith } from './config.ts';
import type { Context } from './context.ts';
import { sql } from './database.ts';
import { addEvent } from './events.ts';
import { assertOfRound } from './round-inputs.ts';
import type { Row } from './schema/tables.ts';
import { decideTop } from './top.ts';

const baselineSchema = z
  .strictObject({
    corpusSha256: z.string(),
    rules: z.string(),
    score: z.number(),
    low: z.number(),
    high: z.number(),
    /** By id of the matrix; views show others beside them. */
    matrixScores: z.record(z.string(), z.number()).default({}),
  })
  .refine(({ low, score, high }) => low <= score && score <= high, 'the score lies outside of its interval');

/** The baseline on the matrices of a round: mean score with its 95 % interval. */
export type BaselineMeasurement = z.input<typeof baselineSchema>;

export function recordBaseline(context: Context, round: Row<'rounds'>, input: BaselineMeasurement): void {
  const { db } = context;
  const measured = parseWith(baselineSchema, input, 'baseline figures', 'measure it again');
  assertOfRound(round, measured);
  if (round.baseline_score !== null) {
    const hint = 'has been measured already, and scores are judged by that; leave it';
    throw new ArenaError('conflict', { what: `baseline of round ${round.number}`, hint });
  }
  const { score, low, high } = measured;
  const changes = { baseline_score: score, baseline_low: low, baseline_high: high };
  db.run(sql.updateTable('rounds').set(changes).where('id', '=', round.id));
  for (const [matrix, matrixScore] of Object.entries(measured.matrixScores)) {
    db.run(
      sql
        .updateTable('round_matrices')
        .set({ baseline_score: matrixScore })
        .where('round_id', '=', round.id)
        .where('matrix', '=', matrix),
    );
  }
  addEvent(context, 'baseline-measured', { competition: round.competition_id, round: round.id }, { score });
  decideTop(context, round.id);
}
