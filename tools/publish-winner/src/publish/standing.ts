import type { Result, SolutionResult } from '@matrix-arena/contract/schemas';
import type { Ledger } from '@matrix-arena/ledger';
import { findRuleSet, rankResult } from '@matrix-arena/scoring';
import type { Holder } from './holder.ts';

/** A line of the score table. Figures that nobody has are null. */
export interface Contestant {
  readonly role: 'winner' | 'reference' | 'other';
  readonly name: string;
  readonly version: string;
  readonly score: number;
  /** 95 % interval of the score. */
  readonly low: number | null;
  readonly high: number | null;
  readonly ratio: number | null;
  /** Bytes per second. */
  readonly compressThroughput: number | null;
  readonly decompressThroughput: number | null;
  readonly codeBytes: number | null;
}

/** What won, against whom and on what: the facts of a README. */
export interface Standing {
  /** The best first. */
  readonly contestants: readonly Contestant[];
  /** Null for a bench outside of any competition. */
  readonly contest: {
    readonly name: string;
    readonly round: number;
    /** Of the sample of matrices; no secret once the round is completed. */
    readonly seed: number | null;
  } | null;
  /** The run that the winner's figures are from. */
  readonly record: Result;
  readonly recordSha256: string;
}

/** The ranking of a round: each author's best, and the baseline. Authors stay unnamed, solutions name their own. */
export function standingOfRound(ledger: Ledger, competition: string, holder: Holder): Standing {
  const { round, submission, config, record, recordSha256 } = holder;
  const { items } = ledger.ranks(competition, round.number, { pageSize: 1000 });
  const ranked = items.some((row) => row.submission === submission.id)
    ? items
    : [{ ...submission, submission: submission.id, score: submission.score ?? 0 }, ...items];
  const contestants = ranked.map((row): Contestant => {
    const { solution, version, score, scoreLow: low, scoreHigh: high } = row;
    const { ratio, compressThroughput, decompressThroughput, codeBytes } = row;
    const role = row.submission === submission.id ? 'winner' : 'other';
    const figures = { ratio, compressThroughput, decompressThroughput, codeBytes };
    return { role, name: solution, version, score, low, high, ...figures };
  });
  const baseline =
    round.baseline === null
      ? []
      : [{ role: 'reference' as const, ...config.baseline, ...round.baseline, ...unknown }];
  return {
    contestants: [...contestants, ...baseline].sort((a, b) => b.score - a.score),
    contest: { name: config.name, round: round.number, seed: round.seed },
    record,
    recordSha256,
  };
}

const unknown = { ratio: null, compressThroughput: null, decompressThroughput: null, codeBytes: null };

/** The ranking of a bench. */
export function standingOfRun(record: Result, recordSha256: string, winner: string): Standing {
  const { rows } = rankResult(record, findRuleSet(record.rules));
  const contestants = rows
    .filter(({ rank }) => rank !== null)
    .map((row): Contestant => {
      const { name, version, score, scoreLow: low, scoreHigh: high } = row;
      const { ratio, compressThroughput, decompressThroughput, codeBytes } = row;
      const role = name === winner ? 'winner' : 'other';
      const figures = { ratio, compressThroughput, decompressThroughput, codeBytes };
      return { role, name, version, score, low, high, ...figures };
    });
  return { contestants, contest: null, record, recordSha256 };
}

/** The winner's own line. */
export function winnerOf({ contestants }: Pick<Standing, 'contestants'>): Contestant {
  const winner = contestants.find(({ role }) => role === 'winner');
  if (winner === undefined) throw new Error('the winner is in no line of its own ranking');
  return winner;
}

/** What a run says of one solution. */
export function solutionIn({ solutions }: Result, name: string): SolutionResult | undefined {
  return solutions.find(({ manifest }) => manifest.name === name);
}
