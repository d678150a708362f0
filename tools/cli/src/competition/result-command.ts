import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { SubmissionRef, Viewer } from '@matrix-arena/ledger';
import { byteCount } from '../format.ts';
import { wholeNumber } from '../option-values.ts';
import { withLedger } from './open-ledger.ts';
import { authorOption, jsonOption, ledgerOption } from './options.ts';
import { hint, print, printJson } from './output.ts';
import { printable, printableLines } from './printable.ts';
import { readMetadata, resultText } from './result-details.ts';
import { fileLines, filesTable, listedFiles, readText, writeOut } from './result-files.ts';

/** `arena result`: one submission closely, and its files. */
export function resultCommand() {
  return new Command('result')
    .description('show a submission: scores, timeline, failure, evaluation; list, print or save its files')
    .argument('<id>', 'number or key of a submission')
    .option('-f, --file <name>', 'print a file of it; list to see which there are')
    .option('--out <file>', 'write the file there instead')
    .option('--force', 'write over a file that is there', false)
    .option('--tail <n>', 'only so many of its last lines', wholeNumber(1, 1e6))
    .option('--organiser', 'show what is kept back from participants', false)
    .addOption(authorOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action((idText, { file: name, out, force, tail, organiser, author, ledger: path, json }) =>
      withLedger(path, 'read', async ({ ledger, settings }) => {
        const me = author ?? settings.author;
        const viewer: Viewer = organiser ? 'organiser' : me === undefined ? 'public' : { author: me };
        const submission = ledger.submissionDetail(refOf(idText), viewer);
        const { id } = submission;
        if (out !== undefined && (name === undefined || name === 'list'))
          throw new ArenaError('usage', { what: '--out', hint: 'name the file with -f' });
        if (name === undefined) {
          const metadata = readMetadata(ledger, submission, viewer);
          if (json) printJson({ ...submission, metadata });
          else print(resultText(printable(submission), printable(metadata)));
          if (!json) hint(`arena result ${id} -f list shows its files`);
        } else if (name === 'list') {
          const files = listedFiles(ledger, submission, viewer);
          if (json) printJson({ submission: id, files });
          else print(`${filesTable(printable(files))}\n`);
        } else if (out !== undefined) {
          const written = await writeOut({ ledger, submission, viewer, name }, { out, force, tail });
          if (json) printJson(written);
          else print(`${written.path}: ${byteCount(written.bytes)}\n`);
        } else {
          const text = readText({ ledger, submission, viewer, name }, tail);
          if (json) printJson({ submission: id, name, text });
          else print(fileLines(name, printableLines(text)));
        }
      }),
    );
}

function refOf(text: string): SubmissionRef {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
