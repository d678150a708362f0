import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { Submitted } from '@matrix-arena/ledger';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { counted } from '../format.ts';
import { chosenCompetition, openCompetitions } from './choose-competition.ts';
import {
  type EvaluationOptions,
  evaluationOptions,
  leaseOption,
  poolOption,
  quickOption,
  unsafeOption,
} from './evaluation-options.ts';
import { submissionError } from './failures.ts';
import { type Desk, withLedger } from './open-ledger.ts';
import { authorOption, competitionOption, jsonOption, ledgerOption } from './options.ts';
import { hint, print, printJson } from './output.ts';
import { prepareSubmission } from './prepare-submission.ts';
import { isUnfinished, workUntilDone } from './queue.ts';
import { assertAuthor } from './settings.ts';
import { askCompetition, askPath, askToSubmit, isTerminal } from './submit-prompts.ts';
import { submitSummary } from './submit-summary.ts';
import { verdictText } from './verdict.ts';
import { withEvaluation } from './with-evaluation.ts';

/** `arena submit`: takes part in the round that is open. */
export function submitCommand() {
  return new Command('submit')
    .description(
      'submit a package to the round that is open, and evaluate it; the same one twice changes nothing',
    )
    .argument('[path]', 'folder of a package, or a tarball that npm pack made')
    .addOption(competitionOption())
    .addOption(authorOption())
    .option('-y, --yes', 'do not ask', false)
    .option('--queue', 'leave the evaluation to arena evaluate', false)
    .addOption(poolOption())
    .addOption(quickOption())
    .addOption(unsafeOption())
    .addOption(leaseOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action((path, { competition, author, yes, queue, ledger: file, json, ...flags }) =>
      withLedger(file, 'write', async (desk) => {
        const { ledger, settings } = desk;
        const by = authorOf(author ?? settings.author);
        if (!yes && !isTerminal()) assertNoQuestions();
        const id = await competitionOf(desk, competition);
        ledger.advanceRounds(id);
        const summary = ledger.competitionSummary(id);
        assertOpen(summary.id, summary.round);
        const given = path ?? (await pathOf());
        // Before anything is sent: what cannot be evaluated here should be queued on purpose.
        const options = queue ? null : await evaluationOptions(flags);

        const prepared = await untilInterrupted((signal) => prepareSubmission(given, summary.config, signal));
        process.stderr.write(`${submitSummary(prepared, summary, by)}\n`);
        if (!yes && !(await askToSubmit()))
          throw new ArenaError('interrupted', { what: 'submit', hint: 'stopped; nothing was sent' });

        const { manifest, tarball } = prepared;
        const { name: solution, version } = manifest;
        const sent = ledger.submit({ competition: id, author: by, solution, version, tarball });
        await followUp(desk, by, sent, options, json);
      }),
    );
}

/** Evaluates what was sent, and says what became of it, as far as its author may know. */
async function followUp(
  { ledger }: Desk,
  author: string,
  sent: Submitted,
  options: EvaluationOptions | null,
  json: boolean,
): Promise<void> {
  const { id, isNew, replaced } = sent;
  const { competition } = ledger.submissionDetail(id);
  if (!isNew) hint(`this very package is submission ${id} of this round already`);
  if (replaced.length > 0) hint(`takes the place of submission ${replaced.join(', ')} in the queue`);
  const isToEvaluate = options !== null && isUnfinished(ledger.submissionDetail(id));
  if (isToEvaluate) {
    const ahead = ledger.competitionSummary(competition).round?.unfinished ?? 1;
    if (ahead > 1) hint(`${counted(ahead - 1, 'submission', 'submissions')} of the round may come first`);
    await withEvaluation(ledger, options, (context) => workUntilDone(competition, id, context));
  }
  const submission = ledger.submissionDetail(id, { author });
  if (json) printJson({ isNew, replaced, submission, target: ledger.competitionSummary(competition).target });
  else print(`${verdictText(ledger, submission)}\n`);
  hint(
    isUnfinished(submission)
      ? `arena evaluate -c ${competition} evaluates it`
      : `arena result ${id} shows more`,
  );
  if (isToEvaluate && submission.state !== 'scored') throw submissionError(submission);
}

/** @throws ArenaError `usage` */
function authorOf(author: string | undefined): string {
  if (author === undefined)
    throw new ArenaError('usage', {
      what: 'author',
      hint: 'say who you are: --author ID, or once arena init --author ID',
    });
  assertAuthor(author);
  return author;
}

function assertNoQuestions(): never {
  throw new ArenaError('usage', {
    what: 'submit',
    expected: 'a terminal to ask on',
    got: 'none',
    hint: 'pass --yes with the path and the competition',
  });
}

function pathOf(): Promise<string> {
  if (isTerminal()) return askPath();
  const hint = 'name the folder of a package, or a tarball that npm pack made';
  throw new ArenaError('usage', { what: 'submit', expected: 'a path', got: 'none', hint });
}

async function competitionOf(desk: Desk, given: string | undefined): Promise<string> {
  const open = openCompetitions(desk);
  const isAsked =
    given === undefined && desk.settings.competition === undefined && open.length > 1 && isTerminal();
  return isAsked ? askCompetition(open) : chosenCompetition(desk, given);
}

function assertOpen(id: string, round: { readonly number: number; readonly state: string } | null): void {
  if (round?.state === 'open') return;
  throw new ArenaError('conflict', {
    what: id,
    expected: 'an open round',
    got: round === null ? 'none so far' : `round ${round.number}, which is ${round.state}`,
    hint: 'submit when the next round is open',
  });
}
