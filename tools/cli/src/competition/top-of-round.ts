import type { CompetitionSummary, Ledger, SubmissionDetail } from '@matrix-arena/ledger';

/** The submission that stands at the top of the current round; null while there is none. */
export function topOfRound(
  ledger: Ledger,
  { round }: Pick<CompetitionSummary, 'round'>,
): SubmissionDetail | null {
  const top = round?.topSubmission ?? null;
  return top === null ? null : ledger.submissionDetail(top);
}

/** The submission that holds the top: of an earlier round until it is measured in the current one. */
export function holderOf(
  ledger: Ledger,
  { holder }: Pick<CompetitionSummary, 'holder'>,
): SubmissionDetail | null {
  return holder === null ? null : ledger.submissionDetail(holder.submission);
}
