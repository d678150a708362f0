import { Command } from '@commander-js/extra-typings';
import type { CompetitionRow } from '@matrix-arena/ledger';
import { tableText } from '../table.ts';
import { closeCompetitionCommand } from './close-competition-command.ts';
import { printCompetition } from './competition-panels.ts';
import { createCompetitionCommand } from './create-competition-command.ts';
import { type Desk, withLedger } from './open-ledger.ts';
import { competitionOption, jsonOption, ledgerOption, pageOption } from './options.ts';
import { hint, print, printJson } from './output.ts';
import { printable } from './printable.ts';
import { topOfRound } from './top-of-round.ts';
import { nothing, scoreText, stateText } from './wording.ts';

/** `arena competitions`: what there is, and one of them closely. */
export function competitionsCommand() {
  return (
    new Command('competitions')
      .description('list competitions, or show one of them; create and close them')
      // The commands below have the same options.
      .enablePositionalOptions()
      .option('-a, --all', 'completed ones too', false)
      .addOption(pageOption())
      .addOption(competitionOption())
      .addOption(ledgerOption())
      .addOption(jsonOption())
      .action(({ all, page, competition, ledger, json }) =>
        withLedger(ledger, 'read', (desk) => {
          if (competition === undefined) showList(desk, { all, page, json });
          else printCompetition(desk.ledger, competition, json);
        }),
      )
      .addCommand(createCompetitionCommand())
      .addCommand(closeCompetitionCommand())
  );
}

interface ListOptions {
  readonly all: boolean;
  readonly page: number;
  readonly json: boolean;
}

function showList({ ledger }: Desk, { all, page, json }: ListOptions): void {
  const found = ledger.listCompetitions({ page, includeCompleted: all });
  const items = found.items.map((row) => {
    const top = topOfRound(ledger, ledger.competitionSummary(row.id));
    return { ...row, topScoreLow: top?.scoreLow ?? null, topScoreHigh: top?.scoreHigh ?? null };
  });
  if (json) {
    printJson({ ...found, items });
    return;
  }
  if (items.length === 0) {
    print(found.total === 0 ? 'no competitions\n' : `no page ${page} of competitions\n`);
    if (!all) hint('-a shows completed ones too; arena competitions create CONFIG.json makes one');
    return;
  }
  print(`${listTable(printable(items))}\n`);
  if (found.hasMore) hint(`${found.total} in all; -p ${page + 1} shows the next page`);
  hint(`arena competitions -c ${items[0].id} shows one closely${all ? '' : '; -a shows completed ones too'}`);
}

type ListItem = CompetitionRow & {
  readonly topScoreLow: number | null;
  readonly topScoreHigh: number | null;
};

function listTable(items: readonly ListItem[]): string {
  const left = 'left' as const;
  const columns = [
    { heading: 'ID', align: left },
    { heading: 'name', align: left },
    { heading: 'state', align: left },
    { heading: 'round' },
    { heading: 'round state', align: left },
    { heading: 'top score' },
    { heading: 'submissions' },
  ];
  const rows = items.map((row) => [
    row.id,
    row.name,
    stateText(row.state),
    String(row.round ?? nothing),
    row.roundState === null ? nothing : stateText(row.roundState),
    scoreText(row.topScore, row.topScoreLow, row.topScoreHigh),
    String(row.submissions),
  ]);
  return tableText(columns, rows);
}
