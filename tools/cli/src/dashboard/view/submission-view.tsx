import { Box } from 'ink';
import { colours } from '../../colours.ts';
import type { Line } from '../../competition/panel.ts';
import { counted, toMinutes } from '../../format.ts';
import type { SubmissionData } from '../data.ts';
import { eventWord } from '../event-text.ts';
import { detailColumns, detailRows, gapRows, submissionRows, wideColumns } from '../layout.ts';
import { type Pane, panes, type State, type SubmissionScreen } from '../state.ts';
import { submissionDetails } from '../submission-lines.ts';
import { Panel, TextLine } from './parts.tsx';
import { fileColumns, matrixColumns } from './submission-columns.ts';
import { Table } from './table.tsx';

interface Props {
  readonly state: State;
  readonly screen: SubmissionScreen;
  readonly data: SubmissionData;
}

/** One submission: what it is and reached, what happened to it, its matrices and its files. */
export function SubmissionView({ state, screen, data }: Props) {
  const { columns } = state.size;
  const rows = detailRows(state, data);
  const left = detailColumns(columns);
  const details = submissionDetails(data.detail, state.now, left - 2);
  const isWide = columns >= wideColumns;
  const filesWidth = Math.floor(columns * 0.36);
  return (
    <Box flexDirection="column">
      <Box marginBottom={gapRows(state)}>
        <Panel title={`Submission ${data.detail.id}`} lines={details} rows={rows} width={left} />
        <Panel
          title="Timeline (UTC)"
          lines={timeline(data, rows)}
          rows={rows}
          width={columns - left}
          labelWidth={18}
        />
      </Box>
      {isWide ? (
        <Box>
          <PaneTable pane="matrices" width={columns - filesWidth - 2} {...{ state, screen, data }} />
          <Box width={2} />
          <PaneTable pane="files" width={filesWidth} {...{ state, screen, data }} />
        </Box>
      ) : (
        <PaneTable pane={screen.pane} width={columns} {...{ state, screen, data }} />
      )}
    </Box>
  );
}

/** The last events, the oldest of them first; where there are more, the first line says so. */
function timeline({ events }: SubmissionData, rows: number): Line[] {
  const hidden = events.length - rows;
  const shown = events.slice(hidden <= 0 ? 0 : hidden + 1);
  const lines = shown.map((event): Line => [toMinutes(event.at), eventWord(event)]);
  return hidden <= 0 ? lines : [[colours.dim(`… ${hidden + 1} earlier`), ''], ...lines];
}

function PaneTable({ pane, width, state, screen, data }: Props & { pane: Pane; width: number }) {
  const shared = {
    width,
    shown: submissionRows(state, data),
    selected: screen.pane === pane ? screen.cursors[pane].index : null,
  };
  return (
    <Box flexDirection="column" width={width}>
      <TextLine text={titleText(pane, state.size.columns >= wideColumns, screen, data)} />
      {emptyText(pane, data) !== null ? (
        <TextLine text={emptyText(pane, data) ?? ''} />
      ) : pane === 'matrices' ? (
        <Table columns={matrixColumns} rows={data.matrices} {...shared} />
      ) : (
        <Table columns={fileColumns} rows={data.files} {...shared} />
      )}
    </Box>
  );
}

/** Side by side each table has its own title; else all titles stand above the one that is shown. */
function titleText(pane: Pane, isWide: boolean, screen: SubmissionScreen, data: SubmissionData): string {
  const { matrices, files } = data;
  const titles: Readonly<Record<Pane, string>> = {
    matrices: `Matrices ${matrices.length}`,
    files: `Files ${files.length}`,
  };
  const shown = (isWide ? [pane] : panes).map((one) =>
    one === screen.pane ? colours.bold(`[${titles[one]}]`) : ` ${titles[one]} `,
  );
  const order = pane === 'matrices' && matrices.length > 0 ? ` ${colours.dim(screen.matrixSort)}` : '';
  return `${shown.join(' ')}${order}`;
}

function emptyText(pane: Pane, { detail, matrices, files }: SubmissionData): string | null {
  if (pane === 'files') return files.length === 0 ? 'It has no files.' : null;
  if (matrices.length > 0) return null;
  const { state, progress } = detail;
  if (state === 'evaluating' && progress !== null)
    return `${progress.done} of ${counted(progress.total, 'matrix', 'matrices')} done; scores come at the end.`;
  return noMatrices[state] ?? `It has no scores: it is ${state}.`;
}

const noMatrices: Readonly<Record<string, string>> = {
  queued: 'It waits for an evaluator: arena evaluate works on what is queued.',
  screening: 'Its package is looked at; nothing of it has run yet.',
  evaluating: 'It is being measured; scores come at the end.',
  rejected: 'It was refused before any of its code ran, so that there are no scores.',
  failed: 'It could not be measured, so that there are no scores.',
  stale: 'The round was over before it was evaluated.',
  replaced: 'A later submission of the same solution took its place in the queue.',
};
