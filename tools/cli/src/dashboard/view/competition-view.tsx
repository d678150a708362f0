import type { SubmissionRow } from '@matrix-arena/ledger';
import { Box } from 'ink';
import { useMemo } from 'react';
import { colours } from '../../colours.ts';
import { ageText, scoreText, stateText, topText } from '../../competition/wording.ts';
import { counted } from '../../format.ts';
import type { CompetitionData } from '../data.ts';
import { gapRows, pageRows } from '../layout.ts';
import type { CompetitionScreen, State } from '../state.ts';
import { bar } from './bar.ts';
import type { Column } from './columns.ts';
import { CompetitionBlocks } from './competition-blocks.tsx';
import { TextLine } from './parts.tsx';
import { Table } from './table.tsx';

const minuteMs = 60_000;

interface Props {
  readonly state: State;
  readonly screen: CompetitionScreen;
  readonly data: CompetitionData;
}

/** One competition and its submissions. */
export function CompetitionView({ state, screen, data }: Props) {
  const { page, summary } = data;
  const { name, description } = summary;
  // The countdown above runs by the second, ages need not.
  const minute = Math.floor(state.now / minuteMs);
  const columns = useMemo(() => columnsAt((minute + 1) * minuteMs - 1), [minute]);
  return (
    <Box flexDirection="column">
      <TextLine text={`${colours.bold(name)}${description === '' ? '' : colours.dim(` · ${description}`)}`} />
      <Box marginY={gapRows(state)}>
        <CompetitionBlocks state={state} data={data} />
      </Box>
      <TextLine text={listedText(state, screen, data)} />
      {page.items.length === 0 ? (
        <TextLine text={emptyText(state, screen, data)} />
      ) : (
        <Table
          columns={columns}
          rows={page.items}
          selected={screen.cursor.index}
          width={state.size.columns}
          shown={pageRows(state)}
        />
      )}
    </Box>
  );
}

function listedText(
  { author }: State,
  { filter, sort, upTo }: CompetitionScreen,
  { page }: CompetitionData,
): string {
  const { mine, topOnly, search, state } = filter;
  const pages = Math.max(1, Math.ceil(page.total / page.pageSize));
  const parts = [
    colours.bold(counted(page.total, 'submission', 'submissions')),
    `page ${page.page} of ${pages}${upTo === null ? '' : ` (up to ${upTo})`}`,
    sort === 'score' ? 'best first' : 'newest first',
    ...(search === '' ? [] : [`matching "${search}"`]),
    ...(mine ? [`of ${author}`] : []),
    ...(topOnly ? ['top only'] : []),
    ...(state === null ? [] : [`${state} only`]),
  ];
  return parts.join(colours.dim(' · '));
}

/** Why there is nothing to list, and which key changes that. */
function emptyText(
  { author }: State,
  { filter, page }: CompetitionScreen,
  { summary }: CompetitionData,
): string {
  const { mine, topOnly, search, state } = filter;
  if (summary.submissionTotal === 0) return 'No submissions yet. arena submit FOLDER makes the first one.';
  if (search !== '') return `No submission matches "${search}". f and Enter with nothing shows all again.`;
  if (topOnly) return 'Nobody has held the top so far. t shows all again.';
  if (mine) return `No submissions of ${author}. m shows all again; arena submit FOLDER makes one.`;
  if (state !== null) return `No submission is ${state} now. a shows those in other states.`;
  return `No page ${page}. p shows the one before.`;
}

function columnsAt(now: number): Column<SubmissionRow>[] {
  return [
    { heading: 'ID', align: 'right', text: ({ id }) => String(id) },
    { heading: 'round', align: 'right', text: ({ round }) => String(round) },
    { heading: 'author', least: 7, most: 24, text: (row) => marked(row, row.author) },
    { heading: 'solution', least: 8, most: 32, text: (row) => marked(row, `${row.solution} ${row.version}`) },
    { heading: 'score', text: scoreOrProgress },
    { heading: 'top', text: ({ topStatus }) => topText(topStatus) },
    {
      heading: 'revision',
      align: 'right',
      isExtra: true,
      text: ({ revision, auto }) => `${revision}${auto ? '*' : ''}`,
    },
    { heading: 'age', align: 'right', text: ({ submittedAt }) => ageText(now - Date.parse(submittedAt)) },
    { heading: 'state', text: ({ state }) => stateText(state) },
    { heading: 'why', isExtra: true, text: whyText },
  ];
}

/** In the colour of its place; the column beside it says the same in words. */
function marked({ topStatus }: SubmissionRow, text: string): string {
  if (topStatus === 'current') return colours.green(text);
  return topStatus === 'former' ? colours.yellow(text) : text;
}

/** Why it failed, or how much of it. */
function whyText({ failure, failedMatrices }: SubmissionRow): string {
  if (failure !== null) return failure.kind;
  return failedMatrices === null || failedMatrices === 0 ? '' : `${failedMatrices} failed`;
}

const cells = 8;

function scoreOrProgress({ score, scoreLow, scoreHigh, progress, state }: SubmissionRow): string {
  if (score === null && progress !== null && progress.total > 0 && state === 'evaluating')
    return `${colours.cyan(bar(progress.done / progress.total, cells))} ${progress.done}/${progress.total}`;
  return scoreText(score, scoreLow, scoreHigh);
}
