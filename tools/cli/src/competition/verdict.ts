import type { Ledger, SubmissionDetail } from '@matrix-arena/ledger';
import { colours } from '../colours.ts';
import { counted, fixed } from '../format.ts';
import { printable } from './printable.ts';
import { reasonText, scoreText, stateText } from './wording.ts';

/** What became of a submission, in one line. */
export function verdictText(ledger: Ledger, submission: SubmissionDetail): string {
  const { id, author, solution, version, state, failure } = printable(submission);
  const subject = `submission ${id} (${author}, ${solution} ${version})`;
  if (state === 'scored') return `${subject}: ${scoreVerdict(ledger, submission)}`;
  const reason = failure === null ? '' : `: ${failure.kind}: ${failure.message}`;
  return `${subject}: ${stateText(state)}${reason}`;
}

function scoreVerdict(ledger: Ledger, submission: SubmissionDetail): string {
  const { competition, round, rank, score, scoreLow, scoreHigh, failedMatrices } = submission;
  const authors = ledger.ranks(competition, round).total;
  const place =
    rank === null
      ? `not the author's best in round ${round}`
      : `rank ${rank} of ${authors} in round ${round}`;
  const failed =
    failedMatrices === null || failedMatrices === 0
      ? ''
      : `, ${colours.red(`${counted(failedMatrices, 'matrix', 'matrices')} failed`)}`;
  return `scored ${scoreText(score, scoreLow, scoreHigh)}, ${place}${failed}: ${standing(ledger, submission)}`;
}

/** Whether it took the top, and if not, by how much it missed that. */
function standing(
  ledger: Ledger,
  { competition, auto, score, topStatus, isAboveBaseline }: SubmissionDetail,
): string {
  if (topStatus === 'current') return colours.green(auto ? 'the holder keeps the top' : 'the new top');
  if (topStatus === 'former') return 'was the top for a while';
  if (isAboveBaseline === false) return 'not above the baseline: listed, not eligible';
  const { scoreToBeat, noScoreToBeat } = ledger.competitionSummary(competition).target;
  if (scoreToBeat === null) return `no score to beat: ${reasonText(noScoreToBeat)}`;
  const missing = fixed(scoreToBeat.score - (score ?? 0), 4);
  return `misses the score to beat, ${scoreText(scoreToBeat.score)}, by ${missing}`;
}
