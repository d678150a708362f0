import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { Ledger, RoundInfo } from '@matrix-arena/ledger';
import { count } from '../format.ts';
import { tableText } from '../table.ts';
import { chosenCompetition } from './choose-competition.ts';
import { poolOption } from './evaluation-options.ts';
import { copyOption, exportInputs, exportText, planExport } from './export-inputs.ts';
import { withLedger } from './open-ledger.ts';
import { competitionOption, jsonOption, ledgerOption, roundOption } from './options.ts';
import { print, printJson } from './output.ts';
import { panelText } from './panel.ts';
import { printable } from './printable.ts';
import { roundLines } from './round-text.ts';
import { nothing } from './wording.ts';

export function showRoundCommand() {
  return new Command('show')
    .description('show a round; its inputs and its seed are shown once it is completed')
    .addOption(competitionOption())
    .addOption(roundOption())
    .option('--inputs', 'the matrices of a completed round', false)
    .option('--out <dir>', 'write the manifest of its matrices into a new folder')
    .addOption(copyOption())
    .addOption(poolOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(({ competition, round: number, inputs, out, copy, pool, ledger: file, json }) =>
      withLedger(file, 'read', async (desk) => {
        const { ledger } = desk;
        const id = chosenCompetition(desk, competition);
        const round = roundOf(ledger, id, number);
        const exported = inputs || out !== undefined ? ledger.roundExport(id, round.number) : null;
        const written =
          exported === null || out === undefined
            ? null
            : await exportInputs(
                exported,
                await planExport(exported, ledger.competitionConfig(id), { out, copy, pool }),
              );
        if (json) {
          printJson({ competition: id, ...round, inputs: exported?.corpus.matrices ?? null, written });
          return;
        }
        print(panelText(`Round ${round.number} of ${id}`, roundLines(round)));
        if (inputs && exported !== null) print(`\n${inputsTable(printable(exported.corpus.matrices))}\n`);
        if (written !== null) print(exportText(written));
      }),
    );
}

/** @throws ArenaError `not-found` */
export function roundOf(ledger: Ledger, id: string, number: number | undefined): RoundInfo {
  const current = ledger.competitionSummary(id).round;
  if (number === undefined && current !== null) return current;
  const rounds = ledger.listRounds(id, { pageSize: 1000 }).items;
  const round = rounds.find((one) => one.number === number);
  if (round !== undefined) return round;
  throw new ArenaError('not-found', {
    what: `round of ${id}`,
    expected: rounds.length === 0 ? 'one that was opened' : `1 to ${rounds[0].number}`,
    got: number ?? 'none',
    hint: rounds.length === 0 ? 'open one with arena round open' : 'choose one of them',
  });
}

function inputsTable(matrices: ReturnType<Ledger['roundExport']>['corpus']['matrices']): string {
  const left = 'left' as const;
  const columns = [
    { heading: 'matrix', align: left },
    { heading: 'kind', align: left },
    { heading: 'rows' },
    { heading: 'cols' },
    { heading: 'bytes' },
    { heading: 'sha256', align: left },
  ];
  const rows = matrices.map(({ id, kind, direction, rows, cols, originalBytes, sha256 }) => [
    id,
    [kind, direction].filter(Boolean).join(' ') || nothing,
    count(rows),
    count(cols),
    count(originalBytes),
    sha256.slice(0, 12),
  ]);
  return tableText(columns, rows);
}
