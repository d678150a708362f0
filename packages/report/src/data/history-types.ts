/** What a competition knows of its past. Dates are ISO 8601. */
export interface CompetitionHistory {
  readonly rounds: readonly { readonly round: number; readonly startedAt: string }[];
  /** The top score, each time that it changed. */
  readonly points: readonly HistoryPoint[];
  readonly submissions: readonly SubmissionRow[];
}

export interface HistoryPoint {
  readonly date: string;
  readonly score: number;
  readonly round: number;
  readonly solution: string;
  readonly version: string;
  readonly author: string;
}

export interface SubmissionRow {
  readonly date: string;
  readonly round: number;
  readonly solution: string;
  readonly version: string;
  readonly author: string;
  /** Where the submission stands, in a word. */
  readonly state: string;
  readonly score: number | null;
}
