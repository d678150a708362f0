import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { readResultFile } from '@matrix-arena/harness';
import { type ReportData, renderReport, reportData, writeReportFile } from '@matrix-arena/report';
import { chosenCompetition } from './competition/choose-competition.ts';
import { competitionReport } from './competition/competition-report.ts';
import { withLedger } from './competition/open-ledger.ts';
import { ledgerOption, roundOption } from './competition/options.ts';
import { warn } from './competition/output.ts';
import { assertNoFiles } from './competition/round-ranking.ts';
import { wholeNumber } from './option-values.ts';
import { workspaceResults } from './workspace.ts';

/** `arena report`: result files as one page. */
export function reportCommand() {
  return new Command('report')
    .description(
      'write result files, or a round with -c, as one HTML page that opens from disk, without any network',
    )
    .argument('[results...]', 'files written by arena bench --json; those of this checkout by default')
    .option('--out <file>', 'where the page is written; an earlier report is replaced', 'report.html')
    .option('--force', 'write over a file that is no report', false)
    .option('-c, --competition <id>', 'show a round of this competition, and no files')
    .addOption(roundOption())
    .option('--top <n>', 'so many of the best of a round', wholeNumber(1, 100), 10)
    .addOption(ledgerOption())
    .option('--json', 'print what the page shows as JSON instead', false)
    .action(async (paths, { out, force, json, competition, round, top, ledger }) => {
      const isOfRound = competition !== undefined || round !== undefined;
      const data = isOfRound
        ? await withLedger(ledger, 'read', (desk) => {
            assertNoFiles(paths);
            return competitionReport(desk.ledger, chosenCompetition(desk, competition), {
              round,
              top,
              viewer: 'public',
              onSkipped: (reason) => warn(`left out of the page: ${reason}`),
            });
          })
        : await fileReport(paths);
      if (json) {
        process.stdout.write(`${JSON.stringify(data, null, 1)}\n`);
        return;
      }
      const path = resolve(out);
      const html = renderReport(data);
      await writeReportFile(path, html, force);
      process.stdout.write(`${path}: ${Math.ceil(Buffer.byteLength(html) / 1e3)} kB\n`);
    });
}

async function fileReport(paths: readonly string[]): Promise<ReportData> {
  const files = paths.length > 0 ? paths : await workspaceResults(process.cwd());
  return reportData(await Promise.all(files.map(readResultFile)));
}
