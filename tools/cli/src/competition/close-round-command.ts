import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { RoundInfo } from '@matrix-arena/ledger';
import { counted } from '../format.ts';
import { chosenCompetition } from './choose-competition.ts';
import { poolOption } from './evaluation-options.ts';
import { copyOption, exportInputs, exportText, planExport } from './export-inputs.ts';
import { withLedger } from './open-ledger.ts';
import { competitionOption, jsonOption, ledgerOption } from './options.ts';
import { hint, print, printJson } from './output.ts';
import { roundRanking, roundRankingText } from './round-ranking.ts';
import { undecidedText } from './round-text.ts';
import { roundOf } from './show-round-command.ts';

export function closeRoundCommand() {
  return new Command('close')
    .description('end the round that runs, show its seed and its final ranking, and write its inputs')
    .addOption(competitionOption())
    .option(
      '--force',
      'also with submissions that are not evaluated, which become stale, and with scores that are undecided',
      false,
    )
    .option('--out <dir>', 'write the manifest of its matrices into a new folder')
    .addOption(copyOption())
    .addOption(poolOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(({ competition, force, out, copy, pool, ledger: file, json }) =>
      withLedger(file, 'write', async (desk) => {
        const { ledger } = desk;
        const id = chosenCompetition(desk, competition);
        const before = roundOf(ledger, id, undefined);
        const { number } = before;
        if (!force) assertFinished(id, before);
        const plan =
          out === undefined
            ? null
            : await planExport(ledger.roundInputs(id, number), ledger.competitionConfig(id), {
                out,
                copy,
                pool,
              });
        const stale = ledger.transaction(() => {
          // Reading the pool takes a while, in which others may work.
          const now = roundOf(ledger, id, undefined);
          assertSame(id, number, now);
          if (!force) assertFinished(id, now);
          return ledger.closeRound(id, { force });
        });
        const exported = plan === null ? null : await exportInputs(ledger.roundExport(id, number), plan);
        const ranking = roundRanking(ledger, id, number);
        if (json) {
          printJson({ stale, written: exported, ...ranking });
          return;
        }
        print(`round ${number} of ${id} is completed; its seed was ${ranking.round.seed}\n`);
        if (stale > 0) print(`${counted(stale, 'submission is', 'submissions are')} stale\n`);
        if (ranking.round.undecided > 0) print(`undecided: ${undecidedText(ranking.round)}\n`);
        if (exported !== null) print(exportText(exported));
        print(`\n${roundRankingText(ranking)}`);
        hint(`arena round open -c ${id} opens the next one, on other inputs`);
      }),
    );
}

/** @throws ArenaError `conflict` when another round runs by now */
function assertSame(id: string, planned: number, { number }: RoundInfo): void {
  if (number === planned) return;
  const hint = 'look at it with arena round show, and close it again';
  throw new ArenaError('conflict', { what: `round of ${id}`, expected: planned, got: number, hint });
}

/** @throws ArenaError `conflict` that says what is still to be measured in a round that runs */
function assertFinished(id: string, { number, state, unfinished, undecided, awaited }: RoundInfo): void {
  if (state === 'completed' || (unfinished === 0 && undecided === 0)) return;
  const isHolderMissing = awaited === 'holder-not-re-run';
  const missing = unfinished > 0 ? 'every submission evaluated' : 'the baseline measured';
  throw new ArenaError('conflict', {
    what: `round ${number} of ${id}`,
    expected: isHolderMissing ? `${missing}, and the holder first` : missing,
    got:
      unfinished > 0
        ? counted(unfinished, 'that is not', 'that are not')
        : counted(undecided, 'score that waits for it', 'scores that wait for it'),
    hint:
      unfinished > 0 && !isHolderMissing
        ? 'run arena evaluate, or pass --force to make them stale'
        : 'run arena evaluate, or pass --force to end it without a new top',
  });
}
