import { Command } from '@commander-js/extra-typings';
import type { Viewer } from '@matrix-arena/ledger';
import { chosenCompetition } from './competition/choose-competition.ts';
import { withLedger } from './competition/open-ledger.ts';
import { competitionOption, ledgerOption } from './competition/options.ts';
import { assertTerminal, runTerminal } from './dashboard/terminal.ts';
import { serveDashboard } from './dashboard/web/serve-dashboard.ts';
import { wholeNumber } from './option-values.ts';

/** `arena dashboard`: competitions as they go on, in the terminal or as a page. */
export function dashboardCommand() {
  return new Command('dashboard')
    .description('follow competitions live: rounds, submissions, scores, logs and files')
    .addOption(competitionOption())
    .addOption(ledgerOption())
    .option('--web', 'serve a page about one competition on this machine instead', false)
    .option('--port <n>', 'port of the page; 0 picks a free one', wholeNumber(0, 65_535), 8081)
    .option('--organiser', 'show what is kept back from participants', false)
    .addHelpText('after', '\n? shows the keys of each screen.')
    .action(async ({ competition, ledger: file, web, port, organiser }) => {
      if (!web) assertTerminal();
      await withLedger(file, 'read', async (desk) => {
        const { ledger, settings } = desk;
        const author = settings.author ?? null;
        const viewer: Viewer = organiser ? 'organiser' : author === null ? 'public' : { author };
        if (web) {
          await serveDashboard({ ledger, viewer, competition: chosenCompetition(desk, competition), port });
          return;
        }
        const first = competition ?? settings.competition ?? null;
        // So that a wrong name is told at once.
        if (first !== null) ledger.competitionConfig(first);
        await runTerminal({ ledger, viewer, author, competition: first });
      });
    });
}
