import type { Generated, Selectable } from 'kysely';
import type { Stage, SubmissionState } from '../states.ts';

/** Columns as SQLite keeps them: times in whole milliseconds, flags as 0 or 1, JSON as text. */
export interface Tables {
  competitions: {
    id: Generated<number>;
    slug: string;
    state: Stage;
    config: string;
    created_at: number;
    started_at: number | null;
    ended_at: number | null;
  };
  notes: {
    id: Generated<number>;
    competition_id: number;
    at: number;
    text: string;
  };
  authors: {
    id: Generated<number>;
    name: string;
    first_seen_at: number;
  };
  rounds: {
    id: Generated<number>;
    competition_id: number;
    number: number;
    state: Stage;
    rules: string;
    beat_factor: number;
    seed: number;
    pool_count: number;
    corpus_name: string;
    corpus_sha256: string;
    opens_at: number | null;
    opened_at: number | null;
    closes_at: number | null;
    closed_at: number | null;
    baseline_score: number | null;
    baseline_low: number | null;
    baseline_high: number | null;
    /** The holder's re-entry, when there was a holder as the round opened. */
    defender_id: number | null;
    top_submission_id: number | null;
    top_score: number | null;
  };
  round_matrices: {
    id: Generated<number>;
    round_id: number;
    matrix: string;
    rows: number;
    cols: number;
    original_bytes: number;
    sha256: string;
    direction: string | null;
    kind: string | null;
    bounds: string | null;
    baseline_score: number | null;
  };
  blobs: {
    sha256: string;
    size: number;
    encoding: 'plain' | 'brotli';
    bytes: Uint8Array;
  };
  submissions: {
    id: Generated<number>;
    key: string;
    competition_id: number;
    round_id: number;
    author_id: number;
    solution: string;
    version: string;
    revision: number;
    auto: 0 | 1;
    tarball_sha256: string;
    tarball_bytes: number;
    code_bytes: number | null;
    state: SubmissionState;
    failure_kind: string | null;
    failure: string | null;
    submitted_at: number;
    evaluated_at: number | null;
    evaluation_ms: number | null;
    attempts: number;
    worker: string | null;
    lease_until: number | null;
    progress_done: number | null;
    progress_total: number | null;
    score: number | null;
    score_low: number | null;
    score_high: number | null;
    ratio: number | null;
    bits_per_value: number | null;
    compress_throughput: number | null;
    decompress_throughput: number | null;
    cold_ms: number | null;
    failed_matrices: number | null;
    /** Whether it is settled that it takes the top or not. */
    is_decided: 0 | 1;
    became_top: 0 | 1;
    /** Best of its author in its round. */
    is_best: Generated<0 | 1>;
  };
  trials: {
    submission_id: number;
    matrix_id: number;
    outcome: string;
    compressed_bytes: number | null;
    compress_ms: number | null;
    decompress_ms: number | null;
    score: number;
  };
  submission_files: {
    submission_id: number;
    name: string;
    type: string;
    sha256: string;
    size: number;
    created_at: number;
  };
  log_lines: {
    submission_id: number;
    line: number;
    at: number;
    level: string;
    text: string;
  };
  holders: {
    id: Generated<number>;
    competition_id: number;
    round_id: number;
    submission_id: number;
    score: number;
    /** When it took the top; a re-run in a later round keeps the time of the first. */
    since: number;
    /** When this row began: `since`, or the time of the re-run. */
    at: number;
    until: number | null;
  };
  events: {
    id: Generated<number>;
    at: number;
    actor: string;
    kind: string;
    competition_id: number | null;
    round_id: number | null;
    submission_id: number | null;
    detail: string;
  };
}

export type Row<T extends keyof Tables> = Selectable<Tables[T]>;
