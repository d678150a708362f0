import { randomInt } from 'node:crypto';
import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { MatrixInfo } from '@matrix-arena/contract/schemas';
import { corpusHash, matrixStats, openSet, sampleEntries } from '@matrix-arena/corpus';
import type { CompetitionSummary, Ledger } from '@matrix-arena/ledger';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { seed as seedValue } from '../option-values.ts';
import { withProgress } from '../progress.ts';
import { measureBaseline, withBaseline } from './baseline.ts';
import { chosenCompetition } from './choose-competition.ts';
import { printCompetition } from './competition-panels.ts';
import {
  type EvaluationOptions,
  evaluationOptions,
  leaseOption,
  poolOption,
  quickOption,
  unsafeOption,
} from './evaluation-options.ts';
import { withLedger } from './open-ledger.ts';
import { competitionOption, jsonOption, ledgerOption } from './options.ts';
import { hint } from './output.ts';
import { poolFolder, readEntries } from './pool.ts';
import { isUnfinished, workUntilDone } from './queue.ts';
import { withEvaluation } from './with-evaluation.ts';

export function openRoundCommand() {
  return new Command('open')
    .description('sample the inputs of a new round, then measure the baseline and the holder on them')
    .addOption(competitionOption())
    .option(
      '--seed <n>',
      'seed of the sample, kept secret until the round is closed (default: random)',
      seedValue,
    )
    .option('--baseline <solution>', 'name, folder or tarball of the solution that the config names')
    .option('--no-evaluate', 'leave the measuring to arena evaluate')
    .addOption(poolOption())
    .addOption(quickOption())
    .addOption(unsafeOption())
    .addOption(leaseOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(({ competition, seed, baseline, evaluate, ledger: file, json, ...flags }) =>
      withLedger(file, 'write', async (desk) => {
        const { ledger } = desk;
        const id = chosenCompetition(desk, competition);
        // Whatever may be missing for the measuring is looked for before anything is opened.
        const options = evaluate ? await evaluationOptions(flags) : null;
        if (options !== null) await withBaseline(ledger.competitionConfig(id), baseline, async () => {});
        await openOrGoOn(ledger, id, seed, flags.pool);
        if (options !== null) await measureStanding(ledger, id, baseline, options);
        printCompetition(ledger, id, json);
        if (options === null)
          hint(`arena evaluate -c ${id} measures the baseline, the holder and submissions`);
        else hint(`arena submit PATH -c ${id} submits to it`);
      }),
    );
}

/** Opens a round, unless one is open whose baseline or holder is still to be measured: that was stopped before. */
async function openOrGoOn(
  ledger: Ledger,
  id: string,
  seed: number | undefined,
  pool: string | undefined,
): Promise<void> {
  ledger.advanceRounds(id);
  const summary = ledger.competitionSummary(id);
  if (!isHalfOpen(ledger, summary)) {
    await openSampled(ledger, id, seed ?? randomInt(2 ** 32), pool);
    return;
  }
  const { round } = summary;
  const sampledBy = ledger.roundInputs(id, round?.number ?? 0).seed;
  if (seed === undefined || seed === sampledBy) return;
  throw new ArenaError('conflict', {
    what: '--seed',
    expected: `none, to go on with round ${round?.number}, which is open`,
    got: seed,
    hint: 'leave it out, or close that round first',
  });
}

function isHalfOpen(ledger: Ledger, { round }: CompetitionSummary): boolean {
  if (round?.state !== 'open') return false;
  const { baseline, defender } = round;
  return baseline === null || (defender !== null && isUnfinished(ledger.submissionDetail(defender)));
}

async function openSampled(
  ledger: Ledger,
  id: string,
  seed: number,
  pool: string | undefined,
): Promise<void> {
  const config = ledger.competitionConfig(id);
  const set = await openSet(pool ?? poolFolder(config));
  const entries = sampleEntries(set.entries, config.pool.sampleCount, seed);
  const matrices = await untilInterrupted((signal) =>
    withProgress((progress) => readEntries(set, entries, progress, signal)),
  );
  const corpus = {
    name: set.name,
    sha256: corpusHash(matrices),
    poolCount: set.entries.length,
    matrices: matrices.map(({ id, matrix, sha256, direction, kind }): MatrixInfo => {
      // Bytes and whole values are no planes.
      const { lowByte: _, highByte: __, valueBound: ___, ...bounds } = matrixStats(matrix).entropy;
      const { rows, cols, bytes } = matrix;
      return { id, rows, cols, originalBytes: bytes.length, sha256, direction, kind, bounds };
    }),
  };
  ledger.openRound({ competition: id, seed, corpus });
}

/** Measures what stands: the baseline, then the holder on the new inputs. */
async function measureStanding(
  ledger: Ledger,
  id: string,
  baseline: string | undefined,
  options: EvaluationOptions,
): Promise<void> {
  try {
    await withEvaluation(ledger, options, async (context) => {
      await measureBaseline(id, baseline, context);
      const defender = ledger.competitionSummary(id).round?.defender ?? null;
      if (defender !== null) await workUntilDone(id, defender, context);
    });
  } catch (error) {
    hint(`the round is open; arena round open -c ${id} goes on with what is still to be measured`);
    throw error;
  }
}
