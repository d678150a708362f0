import { Command } from '@commander-js/extra-typings';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import type { SubmissionDetail } from '@matrix-arena/ledger';
import { counted } from '../format.ts';
import { measureBaseline } from './baseline.ts';
import { chosenCompetition } from './choose-competition.ts';
import type { EvaluationContext } from './evaluate-submission.ts';
import {
  evaluationOptions,
  leaseOption,
  poolOption,
  quickOption,
  unsafeOption,
} from './evaluation-options.ts';
import { withLedger } from './open-ledger.ts';
import { competitionOption, jsonOption, ledgerOption } from './options.ts';
import { hint, print, printJson, warn } from './output.ts';
import { workOnQueue } from './queue.ts';
import { verdictText } from './verdict.ts';
import { withEvaluation } from './with-evaluation.ts';

/** `arena evaluate`: a worker. Any number of them may share a queue. */
export function evaluateCommand() {
  return new Command('evaluate')
    .description('evaluate what is queued in a competition, one submission after the other')
    .addOption(competitionOption())
    .option('--watch', 'wait for more when the queue is empty, until Ctrl-C', false)
    .option('--baseline <solution>', 'name, folder or tarball of the solution that the config names')
    .addOption(poolOption())
    .addOption(quickOption())
    .addOption(unsafeOption())
    .addOption(leaseOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(({ competition, watch, baseline, ledger: file, json, ...flags }) =>
      withLedger(file, 'write', async (desk) => {
        if (watch && json)
          throw new ArenaError('usage', {
            what: '--json',
            hint: 'has no end with --watch; use arena list --json',
          });
        const { ledger } = desk;
        const id = chosenCompetition(desk, competition);
        const options = await evaluationOptions(flags);
        const evaluated: SubmissionDetail[] = [];
        await withEvaluation(ledger, options, (context) =>
          workOnQueue(id, context, {
            isDone: () => false,
            whenEmpty: watch ? 'wait' : 'end',
            before: baselineMeasurer(id, baseline, context),
            onEvaluated: (submission) => {
              evaluated.push(submission);
              if (!json) print(`${verdictText(ledger, submission)}\n`);
            },
          }),
        );
        if (json) printJson({ competition: id, evaluated });
        else if (evaluated.length === 0) print('nothing is queued\n');
        const others = ledger.competitionSummary(id).round?.unfinished ?? 0;
        if (others > 0)
          hint(
            `${counted(others, 'submission is', 'submissions are')} with another evaluator; --watch takes over if that is gone`,
          );
      }),
    );
}

/** Measures the baseline of each round once. Where it is not at hand, scores are recorded all the same. */
function baselineMeasurer(
  id: string,
  given: string | undefined,
  context: EvaluationContext,
): () => Promise<void> {
  let triedRound: number | null = null;
  return async () => {
    const number = context.ledger.competitionSummary(id).round?.number ?? null;
    if (number === triedRound) return;
    triedRound = number;
    try {
      await measureBaseline(id, given, context);
    } catch (error) {
      if (context.signal.aborted || !isArenaError(error, 'usage', 'not-found', 'mismatch')) throw error;
      warn(
        `no baseline: ${error.message}; pass it with --baseline, nobody takes the top until it is measured`,
      );
    }
  };
}
