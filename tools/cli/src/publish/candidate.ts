import type { Result } from '@matrix-arena/contract/schemas';
import type { RunOptions, SolutionPackage } from '@matrix-arena/harness';
import type { Origin, Proof, PublicationRecord, Standing } from '@matrix-arena/publish-winner';
import type { RuleSet } from '@matrix-arena/scoring';
import type { SampledSet } from '../bench-sample.ts';
import type { Progress } from '../progress.ts';

/** What is to be published: the holder of a round, or a solution of the checkout. */
export interface Candidate {
  readonly solution: SolutionPackage;
  /** Whether somebody vouches for its code. */
  readonly isTrusted: boolean;
  readonly tarballSha256: string | null;
  /** Solutions that it is benched against. */
  readonly others: readonly SolutionPackage[];
  /** The run that it was scored by; null for a solution that has none. */
  readonly record: Result | null;
  /** What is known to be wrong already. */
  readonly reasons: readonly string[];
  readonly rules: RuleSet;
  readonly options: RunOptions;
  readonly roundSeed: number;
  readonly round: Origin['round'];
  readonly readInputs: (progress: Progress, signal: AbortSignal) => Promise<SampledSet>;
  readonly standing: (proof: Proof) => Standing;
  /** Keeps what was published; @returns what was done. */
  readonly keepRecord: (record: PublicationRecord) => string | null;
}

export interface CandidateOptions {
  readonly quick: boolean;
  /** Where the matrices of the competition are, if not where its config says. */
  readonly pool?: string | undefined;
}
