import { Command } from '@commander-js/extra-typings';
import { chosenCompetition } from './choose-competition.ts';
import { withLedger } from './open-ledger.ts';
import { competitionOption, jsonOption, ledgerOption } from './options.ts';
import { hint, print, printJson } from './output.ts';

export function closeCompetitionCommand() {
  return new Command('close')
    .description('take no more rounds; the competition is completed once its last round is closed')
    .addOption(competitionOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(({ competition, ledger: file, json }) =>
      withLedger(file, 'write', (desk) => {
        const id = chosenCompetition(desk, competition);
        const state = desk.ledger.endCompetition(id);
        if (json) printJson({ competition: id, state });
        else print(`${id} is ${state}\n`);
        if (state !== 'completed')
          hint(
            `its round takes no more submissions: arena evaluate -c ${id}, then arena round close -c ${id}`,
          );
      }),
    );
}
