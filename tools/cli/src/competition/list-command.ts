import { Command, Option } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import type { SubmissionPage, SubmissionRow } from '@matrix-arena/ledger';
import { colours } from '../colours.ts';
import { counted } from '../format.ts';
import { wholeNumber } from '../option-values.ts';
import { tableText } from '../table.ts';
import { chosenCompetition } from './choose-competition.ts';
import { withLedger } from './open-ledger.ts';
import { authorOption, competitionOption, jsonOption, ledgerOption, pageOption } from './options.ts';
import { hint, print, printJson } from './output.ts';
import { printable } from './printable.ts';
import { ageText, scoreText, stateText, timeText, topText } from './wording.ts';

/** `arena list`: submissions. */
export function listCommand() {
  return new Command('list')
    .description('list the submissions of a competition')
    .addOption(competitionOption())
    .option('-m, --mine', 'only your own', false)
    .option('-t, --top', 'only those that hold the top, or once did', false)
    .option('-r, --round <n>', 'only those of this round', wholeNumber(1, 1e6))
    .option('--find <text>', 'the number of a submission, or a part of an author')
    .addOption(
      new Option('-s, --sort <by>', 'the best first, or the newest')
        .choices(['score', 'time'])
        .default('time' as const),
    )
    .addOption(pageOption())
    .addOption(authorOption())
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(({ competition, author, ledger: file, json, ...filter }) =>
      withLedger(file, 'read', (desk) => {
        const id = chosenCompetition(desk, competition);
        const me = author ?? desk.settings.author;
        if (filter.mine && me === undefined)
          throw new ArenaError('usage', {
            what: '--mine',
            hint: 'say who you are: --author ID, or once arena init --author ID',
          });
        const found = desk.ledger.listSubmissions({
          competition: id,
          sort: filter.sort,
          page: filter.page,
          topOnly: filter.top,
          ...(filter.mine && me !== undefined ? { author: me } : {}),
          ...(filter.round === undefined ? {} : { round: filter.round }),
          ...(filter.find === undefined ? {} : { search: filter.find }),
          viewer: me === undefined ? 'public' : { author: me },
        });
        if (json) printJson(found);
        else printList(id, filter, me, printable(found));
      }),
    );
}

interface Filter {
  readonly mine: boolean;
  readonly top: boolean;
  readonly round?: number | undefined;
  readonly find?: string | undefined;
  readonly sort: 'score' | 'time';
  readonly page: number;
}

function printList(competition: string, filter: Filter, me: string | undefined, found: SubmissionPage): void {
  const { items, total, pageSize, hasMore, page } = found;
  if (items.length === 0) {
    print(
      `${total === 0 ? emptyText(competition, filter, me) : `no page ${page} of ${counted(total, 'submission', 'submissions')}`}\n`,
    );
    return;
  }
  const pages = Math.ceil(total / pageSize);
  const title = [
    `${competition}: ${counted(total, 'submission', 'submissions')}`,
    ...filterTexts(filter, me),
    `page ${page} of ${pages}`,
  ];
  print(`${colours.dim(title.join(' · '))}\n\n${submissionsTable(items)}\n`);
  if (hasMore) hint(`-p ${page + 1} shows the next page`);
  hint('arena result ID shows one closely');
}

function filterTexts({ mine, top, round, find, sort }: Filter, me: string | undefined): string[] {
  return [
    ...(mine ? [`of ${me}`] : []),
    ...(top ? ['that hold or held the top'] : []),
    ...(round === undefined ? [] : [`round ${round}`]),
    ...(find === undefined ? [] : [`matching "${find}"`]),
    sort === 'score' ? 'the best first' : 'the newest first',
  ];
}

function emptyText(competition: string, { mine, top, round, find }: Filter, me: string | undefined): string {
  const where = round === undefined ? competition : `round ${round} of ${competition}`;
  if (find !== undefined) return `no submission in ${where} matches "${find}"`;
  if (top) return `nobody has held the top in ${where} so far`;
  if (mine) return `no submissions of ${me} in ${where}; arena submit makes one`;
  return `no submissions in ${where}; arena submit makes one`;
}

function submissionsTable(items: readonly SubmissionRow[]): string {
  const left = 'left' as const;
  const columns = [
    { heading: 'ID' },
    { heading: 'round' },
    { heading: 'author', align: left },
    { heading: 'solution', align: left },
    { heading: 'score' },
    { heading: 'top', align: left },
    { heading: 'revision' },
    { heading: 'age' },
    { heading: 'state', align: left },
    { heading: 'submitted', align: left },
  ];
  const rows = items.map((row) => [
    String(row.id),
    String(row.round),
    row.author,
    `${row.solution} ${row.version}`,
    scoreText(row.score, row.scoreLow, row.scoreHigh),
    topText(row.topStatus),
    revisionText(row),
    ageText(row.ageMs),
    stateWithReason(row),
    timeText(row.submittedAt),
  ]);
  return tableText(columns, rows);
}

/** An entry of the system repeats a revision, and is told from it. */
export function revisionText({ revision, auto }: Pick<SubmissionRow, 'revision' | 'auto'>): string {
  return `${revision}${auto ? ' (auto)' : ''}`;
}

/** State, with how far it is, or why it failed. */
export function stateWithReason({
  state,
  progress,
  failure,
  failedMatrices,
}: Pick<SubmissionRow, 'state' | 'progress' | 'failure' | 'failedMatrices'>): string {
  const text = stateText(state);
  if (failure !== null) return `${text} (${failure.kind})`;
  if (state === 'evaluating' && progress !== null) return `${text} ${progress.done}/${progress.total}`;
  if (failedMatrices !== null && failedMatrices > 0) return `${text} (${failedMatrices} failed)`;
  return text;
}
