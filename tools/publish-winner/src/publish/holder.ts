import { createHash } from 'node:crypto';
import { ArenaError } from '@matrix-arena/contract';
import { parseResult, type Result } from '@matrix-arena/contract/schemas';
import {
  type CompetitionConfig,
  type Ledger,
  outcomeOf,
  type RoundInfo,
  type SubmissionDetail,
} from '@matrix-arena/ledger';

/** Who won a round, and everything that the ledger has on it. */
export interface Holder {
  readonly config: CompetitionConfig;
  readonly round: RoundInfo;
  readonly submission: SubmissionDetail;
  readonly tarball: Uint8Array;
  /** The run that it was scored by, and the hash of the file. */
  readonly record: Result;
  readonly recordSha256: string;
  /** What the ledger says differently in two places; nothing in a sound one. */
  readonly contradictions: readonly string[];
}

/** Name of the file in which an evaluation is kept. */
const recordName = 'result.json';
/** Scores are sums: another order of adding may change the last digits. */
const tolerance = 1e-9;

/**
 * Finds the submission that holds the top of a round.
 *
 * @param number the newest completed round when it is left out
 * @throws ArenaError `not-found`; `conflict` for a round that still runs, or that nobody won
 */
export function holderOfRound(ledger: Ledger, competition: string, number: number | undefined): Holder {
  const round = completedRound(ledger, competition, number);
  if (round.topSubmission === null) {
    throw new ArenaError('conflict', {
      what: `round ${round.number} of ${competition}`,
      expected: 'a solution at its top',
      got: 'none that was enough above the baseline',
      hint: 'choose another round with --round',
    });
  }
  const submission = ledger.submissionDetail(round.topSubmission, 'organiser');
  const bytes = readRecord(ledger, submission);
  const record = parseResult(parsed(bytes), `${recordName} of submission ${submission.id}`);
  return {
    config: ledger.competitionConfig(competition),
    round,
    submission,
    tarball: ledger.readTarball(submission.id, 'organiser'),
    record,
    recordSha256: createHash('sha256').update(bytes).digest('hex'),
    contradictions: contradictions(submission, round, record),
  };
}

function completedRound(ledger: Ledger, competition: string, number: number | undefined): RoundInfo {
  const rounds = ledger.listRounds(competition, { pageSize: 1000 }).items;
  const isWanted = (round: RoundInfo): boolean =>
    number === undefined ? round.state === 'completed' : round.number === number;
  const round = rounds.find(isWanted);
  const what = number === undefined ? `rounds of ${competition}` : `round ${number} of ${competition}`;
  if (round?.state === 'completed') return round;
  throw new ArenaError(round === undefined && number !== undefined ? 'not-found' : 'conflict', {
    what,
    expected: 'completed',
    got: round?.state ?? 'none',
    hint: 'close it first, with arena round close, or choose another with --round',
  });
}

function readRecord(ledger: Ledger, { id, files }: SubmissionDetail): Uint8Array {
  if (files.some(({ name }) => name === recordName)) return ledger.readFile(id, recordName, 'organiser');
  throw new ArenaError('not-found', {
    what: `${recordName} of submission ${id}`,
    hint: 'the ledger has no record of its evaluation; let arena evaluate score it',
  });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function contradictions(submission: SubmissionDetail, round: RoundInfo, record: Result): string[] {
  const scored = outcomeOf(record, submission.solution);
  const inRecord = scored.outcome === 'scored' ? scored.measurement.score : 0;
  const score = submission.score ?? 0;
  const pairs = [
    ['matrices', round.corpusSha256, record.corpus.sha256],
    ['rules', round.rules, record.rules],
    ['score', score, Math.abs(inRecord - score) <= tolerance ? score : inRecord],
  ];
  return pairs
    .filter(([, listed, recorded]) => listed !== recorded)
    .map(
      ([what, listed, recorded]) => `the ledger lists ${what} ${listed}, its ${recordName} has ${recorded}`,
    );
}
