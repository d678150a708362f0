import { Box } from 'ink';
import { nothing, scoreText, stateText } from '../../competition/wording.ts';
import { counted, toMinutes } from '../../format.ts';
import type { CompetitionItem, CompetitionsData } from '../data.ts';
import { competitionsRows, roomyColumns } from '../layout.ts';
import { roundTime } from '../round-time.ts';
import type { CompetitionsScreen, State } from '../state.ts';
import { bar } from './bar.ts';
import type { Column } from './columns.ts';
import { TextLine } from './parts.tsx';
import { Table } from './table.tsx';

interface Props {
  readonly state: State;
  readonly screen: CompetitionsScreen;
  readonly data: CompetitionsData;
}

/** All competitions, the newest first. */
export function CompetitionsView({ state, screen, data }: Props) {
  const { items, completed } = data;
  if (items.length === 0) {
    const text =
      completed === 0
        ? 'No competitions yet. arena competitions create CONFIG.json makes one.'
        : `No competition runs. c shows ${counted(completed, 'completed one', 'completed ones')}.`;
    return <TextLine text={text} />;
  }
  const also = completed === 0 ? '' : `, and ${completed} completed: c shows them`;
  return (
    <Box flexDirection="column">
      <TextLine text={`${counted(items.length, 'competition', 'competitions')}${also}`} />
      <Table
        columns={columnsAt(state.now, state.size.columns >= roomyColumns)}
        rows={items}
        selected={screen.cursor.index}
        width={state.size.columns}
        shown={competitionsRows(state)}
      />
    </Box>
  );
}

function columnsAt(now: number, isWide: boolean): Column<CompetitionItem>[] {
  return [
    { heading: 'competition', least: 8, most: 24, text: ({ id }) => id },
    { heading: 'name', least: 8, most: 32, text: ({ name }) => name },
    { heading: 'state', text: ({ state }) => stateText(state) },
    { heading: 'round', text: roundText },
    { heading: 'progress', text: ({ current }) => progressText(current, now) },
    { heading: 'start → end', isExtra: true, text: ({ current }) => spanText(current) },
    {
      heading: 'top score',
      align: 'right',
      text: ({ topScore, top }) =>
        isWide ? scoreText(topScore, top?.scoreLow, top?.scoreHigh) : scoreText(topScore),
    },
    { heading: 'submissions', align: 'right', text: ({ submissions }) => String(submissions) },
  ];
}

function roundText({ round, roundState }: CompetitionItem): string {
  return round === null || roundState === null ? nothing : `${round} ${stateText(roundState)}`;
}

const cells = 8;

function progressText(round: CompetitionItem['current'], now: number): string {
  const time = round === null ? null : roundTime(round, now);
  return time === null ? nothing : bar(time.share, cells);
}

/** In UTC, without the year. */
function spanText(round: CompetitionItem['current']): string {
  if (round === null) return nothing;
  const short = (time: string): string => toMinutes(time).slice(5);
  const end = round.closedAt ?? round.closesAt;
  const start = round.openedAt === null ? nothing : short(round.openedAt);
  return `${start} → ${end === null ? 'open' : short(end)}`;
}
