import { Command } from '@commander-js/extra-typings';
import { closeRoundCommand } from './close-round-command.ts';
import { openRoundCommand } from './open-round-command.ts';
import { showRoundCommand } from './show-round-command.ts';

/** `arena round`: the rounds of a competition, each with inputs of its own. */
export function roundCommand() {
  return new Command('round')
    .description('open, close and show rounds of a competition')
    .addCommand(openRoundCommand())
    .addCommand(closeRoundCommand())
    .addCommand(showRoundCommand());
}
