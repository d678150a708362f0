import { defaultSeed } from '../matrices/named.ts';
import { environmentSeed } from '../run/options.ts';
import type { CaseRange } from './protocol.ts';

/** What a caller may set; everything has a default. */
export interface FuzzOptions {
  /** Seed of all cases. Default: the environment's ARENA_SEED, else a constant. */
  readonly seed?: number;
  /** Which cases to do. Default: the first million. */
  readonly range?: CaseRange;
  /** Whether a damaged frame must be noticed. Default true. */
  readonly checksummed?: boolean;
  /** The run ends when this time is over, even if cases are left. Default: never. */
  readonly timeLimitMs?: number;
  /** A call that takes longer hangs. Default 5 000. */
  readonly callLimitMs?: number;
  /** The run ends after so many different failures. Default 10. */
  readonly maxFailures?: number;
  /** Ends the run when it is aborted. */
  readonly signal?: AbortSignal;
  /** Called a few times a second. */
  readonly onProgress?: (progress: FuzzProgress) => void;
}

export interface FuzzProgress {
  readonly solution: string;
  readonly casesDone: number;
  readonly casesWanted: number;
  readonly failures: number;
  readonly elapsedMs: number;
}

export const defaultCases = 1_000_000;

/** Fills in the defaults of what has one. @throws ArenaError `usage` for a bad ARENA_SEED */
export function resolveFuzzOptions(options: FuzzOptions) {
  return {
    seed: options.seed ?? environmentSeed() ?? defaultSeed,
    range: options.range ?? { first: 0, end: defaultCases },
    checksummed: options.checksummed ?? true,
    callLimitMs: options.callLimitMs ?? 5_000,
    maxFailures: options.maxFailures ?? 10,
  };
}
