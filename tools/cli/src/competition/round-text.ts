import type { RoundInfo } from '@matrix-arena/ledger';
import { counted } from '../format.ts';
import type { Line } from './panel.ts';
import { durationText, nothing, percentText, scoreText, stateText, timeText } from './wording.ts';

/** A round in lines; its seed stays hidden until it is completed. */
export function roundLines(round: RoundInfo): Line[] {
  const { baseline, closedAt, closesAt, matrixCount, progress, seed, timeLeftMs, unfinished } = round;
  return [
    ['number', String(round.number)],
    ['state', stateText(round.state)],
    ['start', timeText(round.openedAt)],
    ['end', closedAt === null && closesAt === null ? 'by command' : timeText(closedAt ?? closesAt)],
    ...(progress === null ? [] : [['progress', percentText(progress)] as const]),
    ...(timeLeftMs === null ? [] : [['time left', durationText(timeLeftMs)] as const]),
    ['inputs', `${counted(matrixCount, 'matrix', 'matrices')}, sha256 ${round.corpusSha256.slice(0, 12)}`],
    ['seed', seed === null ? `${nothing} (shown when the round is completed)` : String(seed)],
    ['baseline score', scoreText(baseline?.score ?? null, baseline?.low, baseline?.high)],
    ['submissions', `${round.submissions}, ${unfinished} of them not evaluated yet`],
    ...(round.undecided === 0 ? [] : [['undecided', undecidedText(round)] as const]),
  ];
}

/** Scores of which it is open whether they take the top, and why; of a completed round, that it stays so. */
export function undecidedText({ undecided, awaited, state }: RoundInfo): string {
  const what = awaited === 'holder-not-re-run' ? 'the holder' : 'the baseline';
  const verb = state === 'completed' ? 'was never' : 'is not yet';
  return `${counted(undecided, 'score', 'scores')}: ${what} ${verb} measured on these inputs`;
}
