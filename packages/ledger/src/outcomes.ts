import { ArenaError } from '@matrix-arena/contract';
import { trialFailureKinds } from '@matrix-arena/contract/schemas';
import { mean } from '@matrix-arena/scoring';
import { sql as raw } from 'kysely';
import { z } from 'zod';
import { type Claim, heldSubmission } from './claims.ts';
import { parseWith } from './config.ts';
import type { Context } from './context.ts';
import { type Database, sql } from './database.ts';
import { addFiles, type FileInput } from './files.ts';
import { rowById } from './lookup.ts';
import { assertOfRound } from './round-inputs.ts';
import type { Row } from './schema/tables.ts';
import { changeSubmission } from './submission-states.ts';
import { decideTop, type Target, targetOf } from './top.ts';

const bytes = z.int().nonnegative();
const milliseconds = z.number().nonnegative();
const figure = z.number().nonnegative().nullable();

const trialSchema = z.discriminatedUnion('outcome', [
  z.strictObject({
    /** Id of the matrix in the round. */
    matrix: z.string(),
    outcome: z.literal('ok'),
    compressedBytes: bytes,
    /** Medians of the steady state. */
    compressMs: milliseconds,
    decompressMs: milliseconds,
    score: z.number(),
  }),
  z.strictObject({ matrix: z.string(), outcome: z.enum(trialFailureKinds) }),
]);
export type MeasuredTrial = z.infer<typeof trialSchema>;

const measurementSchema = z
  .strictObject({
    rules: z.string(),
    corpusSha256: z.string(),
    /** Mean of the trials' scores, a failed one counting 0, with its 95 % interval. */
    score: z.number(),
    low: z.number(),
    high: z.number(),
    ratio: figure,
    bitsPerValue: figure,
    /** Bytes per second. */
    compressThroughput: figure,
    decompressThroughput: figure,
    coldMs: figure,
    codeBytes: bytes,
    evaluationMs: milliseconds,
    /** One for each matrix of the round. */
    trials: z.array(trialSchema).min(1),
  })
  .refine(({ low, score, high }) => low <= score && score <= high, 'the score lies outside of its interval');
export type Measurement = z.infer<typeof measurementSchema>;

const failureSchema = z.strictObject({
  /** In kebab-case: what views and scripts go by. */
  kind: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'words in lower case with hyphens'),
  /** For people. */
  message: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}),
});
export type Failure = z.output<typeof failureSchema>;
export type FailureInput = z.input<typeof failureSchema>;

export interface Recorded {
  /** Whether it stands at the top of its round now; the holder's re-entry does by being measured. */
  readonly becameTop: boolean;
  /** What is to beat from now on. */
  readonly target: Target;
}

/** How far the sum of trial scores may be off from another order of adding them. */
const tolerance = 1e-9;

export interface OutcomeCommands {
  /**
   * Keeps what was measured of a claimed submission, all of it in one change, and decides there whether it takes the
   * top: with at least `beatFactor` times the score that stands in this round.
   *
   * @throws ArenaError `bad-format` for figures that are missing or impossible; `conflict` when the claim is lost or
   *   the figures are of other inputs or rules
   */
  recordScore(claim: Claim, measurement: Measurement, files?: readonly FileInput[]): Recorded;

  /**
   * Ends a claimed submission that did not pass the screening.
   *
   * @throws ArenaError `bad-format`; `conflict` when the claim is lost or its code has run
   */
  reject(claim: Claim, failure: FailureInput, files?: readonly FileInput[]): Recorded;

  /**
   * Ends a claimed submission that could not be measured.
   *
   * @throws ArenaError `bad-format`; `conflict` when the claim is lost
   */
  fail(claim: Claim, failure: FailureInput, files?: readonly FileInput[]): Recorded;
}

export function outcomeCommands(context: Context): OutcomeCommands {
  const { db } = context;

  function end(
    claim: Claim,
    to: 'rejected' | 'failed',
    input: FailureInput,
    files: readonly FileInput[],
  ): Recorded {
    const { kind, message, fields } = parseWith(failureSchema, input, 'failure', 'correct it');
    return db.write(() => {
      const row = heldSubmission(db, claim);
      addFiles(context, row, files);
      const changes = {
        failure_kind: kind,
        failure: JSON.stringify({ message, fields }),
        evaluated_at: context.now(),
      };
      changeSubmission(context, row, to, changes, { kind }, claim.worker);
      return settled(context, row);
    });
  }

  return {
    recordScore(claim, measurement, files = []) {
      const checked = parseWith(measurementSchema, measurement, 'measurement', 'measure it again');
      return db.write(() => {
        const row = heldSubmission(db, claim);
        const round = rowById(db, 'rounds', row.round_id);
        assertOfRound(round, checked);
        insertTrials(db, row, checked);
        addFiles(context, row, files);
        changeSubmission(
          context,
          row,
          'scored',
          scoredColumns(context, checked),
          { score: checked.score },
          claim.worker,
        );
        keepBest(db, row, checked.score);
        return settled(context, row);
      });
    },

    reject(claim, failure, files = []) {
      return end(claim, 'rejected', failure, files);
    },

    fail(claim, failure, files = []) {
      return end(claim, 'failed', failure, files);
    },
  };
}

function settled(context: Context, { id, round_id: roundId }: Row<'submissions'>): Recorded {
  const { db } = context;
  decideTop(context, roundId);
  const round = rowById(db, 'rounds', roundId);
  return { becameTop: round.top_submission_id === id, target: targetOf(db, round) };
}

function scoredColumns({ now }: Context, measured: Measurement): Partial<Row<'submissions'>> {
  const failed = measured.trials.filter(({ outcome }) => outcome !== 'ok').length;
  const { length } = measured.trials;
  return {
    evaluated_at: now(),
    evaluation_ms: measured.evaluationMs,
    progress_done: length,
    progress_total: length,
    score: measured.score,
    score_low: measured.low,
    score_high: measured.high,
    ratio: measured.ratio,
    bits_per_value: measured.bitsPerValue,
    compress_throughput: measured.compressThroughput,
    decompress_throughput: measured.decompressThroughput,
    cold_ms: measured.coldMs,
    code_bytes: measured.codeBytes,
    failed_matrices: failed,
  };
}

function insertTrials(db: Database, { id, round_id }: Row<'submissions'>, measured: Measurement): void {
  const matrices = db.all(
    sql.selectFrom('round_matrices').select(['id', 'matrix']).where('round_id', '=', round_id),
  );
  const ids = new Map(matrices.map((one) => [one.matrix, one.id]));
  const rows = measured.trials.flatMap((trial) => {
    const matrixId = ids.get(trial.matrix);
    ids.delete(trial.matrix);
    return matrixId === undefined ? [] : [trialRow(id, matrixId, trial)];
  });
  if (rows.length !== measured.trials.length || ids.size > 0) {
    throw new ArenaError('bad-format', {
      what: 'measurement',
      expected: `one trial for each of ${matrices.length} matrices`,
      got: `${rows.length} of them in ${measured.trials.length} trials`,
      hint: 'measure it on the inputs of the round',
    });
  }
  const average = mean(rows.map(({ score }) => score));
  if (Math.abs(average - measured.score) > tolerance) {
    throw new ArenaError('bad-format', {
      what: 'measurement field score',
      expected: `the mean of its trials, ${average}`,
      got: measured.score,
      hint: 'measure it again',
    });
  }
  db.run(sql.insertInto('trials').values(rows));
}

function trialRow(submissionId: number, matrixId: number, trial: MeasuredTrial): Row<'trials'> {
  const isOk = trial.outcome === 'ok';
  return {
    submission_id: submissionId,
    matrix_id: matrixId,
    outcome: trial.outcome,
    compressed_bytes: isOk ? trial.compressedBytes : null,
    compress_ms: isOk ? trial.compressMs : null,
    decompress_ms: isOk ? trial.decompressMs : null,
    score: isOk ? trial.score : 0,
  };
}

/** Marks the best of an author in a round; a tie keeps the earlier. */
function keepBest(db: Database, { id, round_id, author_id }: Row<'submissions'>, score: number): void {
  const submissions = sql
    .selectFrom('submissions')
    .select(['id', 'score'])
    .where('round_id', '=', round_id)
    .where('author_id', '=', author_id)
    .where('is_best', '=', raw.lit(1));
  const best = db.first(submissions);
  const isBetter = best === undefined || score > (best.score ?? 0) || (score === best.score && id < best.id);
  if (!isBetter) return;
  if (best !== undefined)
    db.run(sql.updateTable('submissions').set({ is_best: 0 }).where('id', '=', best.id));
  db.run(sql.updateTable('submissions').set({ is_best: 1 }).where('id', '=', id));
}
