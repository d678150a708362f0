import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import { counted } from '../format.ts';
import { chosenCompetition } from './choose-competition.ts';
import { poolOption } from './evaluation-options.ts';
import { assertFree, copyOption, exportInputs, exportText } from './export-inputs.ts';
import { withLedger } from './open-ledger.ts';
import { competitionOption, jsonOption, ledgerOption } from './options.ts';
import { hint, print, printJson } from './output.ts';
import { roundRanking, roundRankingText } from './round-ranking.ts';
import { roundOf } from './show-round-command.ts';

export function closeRoundCommand() {
  return new Command('close')
    .description('end the round that runs, show its seed and its final ranking, and write its inputs')
    .addOption(competitionOption())
    .option('--force', 'also with submissions that are not evaluated: they become stale', false)
    .option('--out <dir>', 'write the manifest of its matrices into a new folder')
    .addOption(copyOption())
    .addOption(poolOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(({ competition, force, out, copy, pool, ledger: file, json }) =>
      withLedger(file, 'write', async (desk) => {
        const { ledger } = desk;
        const id = chosenCompetition(desk, competition);
        const { number, unfinished } = roundOf(ledger, id, undefined);
        if (unfinished > 0 && !force) refuse(id, number, unfinished);
        // What may go wrong with the export is found out before the round is over.
        if (out !== undefined) await assertFree(resolve(out));
        const stale = ledger.closeRound(id);
        const exported =
          out === undefined
            ? null
            : await exportInputs(ledger.roundExport(id, number), ledger.competitionConfig(id), {
                out,
                copy,
                pool,
              });
        const ranking = roundRanking(ledger, id, number);
        if (json) {
          printJson({ stale, written: exported, ...ranking });
          return;
        }
        print(`round ${number} of ${id} is completed; its seed was ${ranking.round.seed}\n`);
        if (stale > 0) print(`${counted(stale, 'submission is', 'submissions are')} stale\n`);
        if (exported !== null) print(exportText(exported));
        print(`\n${roundRankingText(ranking)}`);
        hint(`arena round open -c ${id} opens the next one, on other inputs`);
      }),
    );
}

function refuse(id: string, number: number, unfinished: number): never {
  throw new ArenaError('conflict', {
    what: `round ${number} of ${id}`,
    expected: 'every submission evaluated',
    got: counted(unfinished, 'that is not', 'that are not'),
    hint: 'run arena evaluate, or pass --force to make them stale',
  });
}
