import type { CompetitionSummary, RoundInfo } from '@matrix-arena/ledger';
import { Box } from 'ink';
import { colours } from '../../colours.ts';
import type { Line } from '../../competition/panel.ts';
import {
  durationText,
  nothing,
  percentText,
  reasonText,
  scoreText,
  stateText,
} from '../../competition/wording.ts';
import { byteCount, counted, toMinutes } from '../../format.ts';
import type { CompetitionData } from '../data.ts';
import { blockRows } from '../layout.ts';
import { roundTime } from '../round-time.ts';
import type { State } from '../state.ts';
import { wrapped } from '../wrap.ts';
import { bar } from './bar.ts';
import { Panel } from './parts.tsx';

/** The competition, its round, and who stands at the top: three blocks side by side. */
export function CompetitionBlocks({
  state,
  data,
}: {
  readonly state: State;
  readonly data: CompetitionData;
}) {
  const { summary } = data;
  const { round } = summary;
  const rows = blockRows(state);
  const width = Math.floor(state.size.columns / 3);
  const panel = { rows, width, labelWidth: 9 };
  return (
    <Box>
      <Panel title="Competition" lines={competitionLines(summary)} {...panel} />
      <Panel
        title={round === null ? 'Round' : `Round ${round.number}`}
        lines={round === null ? [['state', 'none so far']] : roundLines(round, state.now)}
        {...panel}
      />
      <Panel title="Top score" lines={topLines(data, state.now, width - 2)} {...panel} />
    </Box>
  );
}

function competitionLines({
  state,
  config,
  submissionTotal,
  startedAt,
  endedAt,
  notes,
}: CompetitionSummary): Line[] {
  const { baseline, rules, beatFactor, rateLimit, limits } = config;
  return [
    ['state', stateText(state)],
    ['rules', rules],
    ['factor', `${beatFactor} x the top`],
    baselineLine(`${baseline.name} ${baseline.version}`),
    [counted(submissionTotal, 'submission', 'submissions'), ''],
    ['code', `≤ ${byteCount(limits.codeBytes)}`],
    ['rate', rateLimit === null ? 'no limit' : `${rateLimit.count} in ${rateLimit.windowHours} h`],
    ['started', whenText(startedAt)],
    ...(endedAt === null ? [] : [['ended', whenText(endedAt)] as const]),
    ...notes.toReversed().map(({ text }): Line => ['note', text]),
  ];
}

/** As wide as the labels of these blocks. */
function baselineLine(text: string): Line {
  return [`${colours.dim('baseline ')}${text}`, ''];
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
const cells = 8;

function roundLines(round: RoundInfo, now: number): Line[] {
  const { baseline, closedAt, closesAt, matrixCount, openedAt, state, submissions } = round;
  const { undecided, unfinished } = round;
  const time = roundTime(round, now);
  const end = closedAt ?? closesAt;
  return [
    ['state', stateText(state)],
    ...(time === null
      ? []
      : [
          ['progress', `${bar(time.share, cells)} ${percentText(time.share)}`] as const,
          ['left', countdown(time.leftMs)] as const,
        ]),
    baselineLine(scoreText(baseline?.score ?? null, baseline?.low, baseline?.high)),
    [`${counted(submissions, 'submission', 'submissions')}, ${unfinished} to do`, ''],
    ...(undecided === 0 ? [] : [[`${counted(undecided, 'score', 'scores')} undecided`, ''] as const]),
    ['end', end === null ? 'by command' : whenText(end)],
    ['inputs', counted(matrixCount, 'matrix', 'matrices')],
    ['start', whenText(openedAt)],
    ['seed', round.seed === null ? `${nothing} until it is over` : String(round.seed)],
    ['sha256', `${round.corpusSha256.slice(0, 12)}…`],
  ];
}

/** In UTC, without the year: short enough for a third of a small terminal. */
function whenText(time: string | null): string {
  return time === null ? nothing : `${toMinutes(time).slice(5)} UTC`;
}

/** To the second, such as `1 d 02:03:04`. */
function countdown(leftMs: number): string {
  const days = Math.floor(leftMs / dayMs);
  const time = new Date(leftMs % dayMs).toISOString().slice(11, 19);
  return leftMs < 1000 ? 'over' : days === 0 ? time : `${days} d ${time}`;
}

function topLines({ summary, top }: CompetitionData, now: number, columns: number): Line[] {
  const { holder, target, round } = summary;
  const { scoreToBeat } = target;
  const score = round?.topScore ?? null;
  return [
    ['score', scoreText(score, top?.scoreLow, top?.scoreHigh)],
    ['to beat', scoreToBeat === null ? nothing : scoreText(scoreToBeat.score)],
    ...(target.noScoreToBeat === null
      ? []
      : wrapped(reasonText(target.noScoreToBeat), columns).map((text): Line => [text, ''])),
    ...(holder === null ? [['holder', 'nobody so far'] as const] : holderLines(holder, now)),
  ];
}

function holderLines(holder: NonNullable<CompetitionSummary['holder']>, now: number): Line[] {
  const { author, solution, version, submission, score, round, since } = holder;
  const ageMs = Math.max(0, now - Date.parse(since));
  return [
    ['holder', author],
    ['with', `${solution} ${version}`],
    ['age', ageMs < minuteMs ? '< 1 min' : durationText(ageMs - (ageMs % minuteMs))],
    ['unbeaten', counted(Math.floor(ageMs / dayMs), 'day', 'days')],
    [`submission ${submission}`, ''],
    ['reached', `${scoreText(score)}, round ${round}`],
    ['since', whenText(since)],
  ];
}
