import { resultSchema } from '@matrix-arena/contract/schemas';
import { z } from 'zod';
import { type BaselineMeasurement, recordBaseline } from './baseline.ts';
import { parseWith } from './config.ts';
import type { Context } from './context.ts';
import { competitionRow, roundRow, runningRound } from './lookup.ts';
import { changeRound } from './round-states.ts';
import { advance, close, insertRound, type OpenedRound, open } from './round-steps.ts';
import { assertDecided } from './top.ts';

const { corpus: corpusSchema } = resultSchema.shape;

const roundInputSchema = z.strictObject({
  competition: z.string(),
  /** Seed of the sample; hidden until the round is closed. */
  seed: z.int().min(0).max(0xffffffff),
  corpus: z
    .strictObject({
      name: corpusSchema.shape.name,
      sha256: corpusSchema.shape.sha256,
      /** Size of the pool that the sample was taken from. */
      poolCount: corpusSchema.shape.poolCount,
      matrices: corpusSchema.shape.matrices,
    })
    .refine(
      ({ matrices }) => new Set(matrices.map(({ id }) => id)).size === matrices.length,
      'two matrices have one id',
    ),
  /** When submissions end; by default `roundHours` of the config after the opening. */
  closesAt: z.date().nullable().optional(),
});
export type RoundInput = z.infer<typeof roundInputSchema>;

export interface RoundCommands {
  /**
   * Opens a round at once. The holder's tarball is queued again, as the first: its old score does not carry over.
   *
   * @throws ArenaError `bad-format`, `not-found`; `conflict` while another round runs or after the competition ended
   */
  openRound(input: RoundInput): OpenedRound;

  /**
   * Keeps a round ready: `advanceRounds` opens it at its time, `startRound` at once.
   *
   * @returns its number
   */
  planRound(input: RoundInput & { readonly opensAt: Date }): number;

  /** Opens a planned round now. */
  startRound(competition: string, number: number): OpenedRound;

  /**
   * Ends the submissions of the round that runs; what is queued is still evaluated.
   *
   * @throws ArenaError `conflict` when no round is open
   */
  endSubmissions(competition: string): void;

  /**
   * Closes the round that runs. What was not evaluated by now becomes `stale`, and the seed is no secret any more.
   *
   * @param options with `force` also while scores wait for the holder or the baseline: they stay undecided then
   * @returns how many submissions became stale
   * @throws ArenaError `conflict` when no round runs; without `force` when scores of it are undecided
   */
  closeRound(competition: string, options?: { readonly force?: boolean }): number;

  /**
   * Does what is due by date: opens planned rounds, ends the submissions of those whose time is over, and closes
   * these once everything is evaluated and no score is undecided. Rounds without dates are left alone.
   *
   * @returns the numbers of the rounds that changed
   */
  advanceRounds(competition: string): number[];

  /**
   * Keeps what the baseline reaches in the round that runs. Without a holder that is what has to be beaten.
   *
   * @throws ArenaError `bad-format`; `conflict` for figures of other inputs or rules, or when they are there already
   */
  recordBaseline(competition: string, measurement: BaselineMeasurement): void;
}

export function roundCommands(context: Context): RoundCommands {
  const { db } = context;
  return {
    openRound(input) {
      const checked = parseWith(roundInputSchema, input, 'round', 'correct it');
      return db.write(() => open(context, insertRound(context, checked, null)));
    },

    planRound({ opensAt, ...input }) {
      const checked = parseWith(roundInputSchema, input, 'round', 'correct it');
      return db.write(() => insertRound(context, checked, opensAt.getTime()).number);
    },

    startRound(competition, number) {
      return db.write(() => open(context, roundRow(db, competitionRow(db, competition), number)));
    },

    endSubmissions(competition) {
      db.write(() => changeRound(context, runningRound(db, competitionRow(db, competition)), 'evaluating'));
    },

    closeRound(competition, { force = false } = {}) {
      return db.write(() => {
        const round = runningRound(db, competitionRow(db, competition));
        if (!force) assertDecided(db, round);
        return close(context, round);
      });
    },

    advanceRounds(competition) {
      return db.write(() => advance(context, competitionRow(db, competition)));
    },

    recordBaseline(competition, measurement) {
      db.write(() => recordBaseline(context, runningRound(db, competitionRow(db, competition)), measurement));
    },
  };
}
