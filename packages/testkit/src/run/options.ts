import { ArenaError } from '@matrix-arena/contract';
import { defaultSeed } from '../matrices/named.ts';

/** What a caller may set; everything has a default. */
export interface ConformanceOptions {
  /** Seed of all random matrices and damages. Default: the environment's ARENA_SEED, else a constant. */
  readonly seed?: number;
  /**
   * Whether a damaged frame must be noticed. Default true: a flipped bit gives the original matrix or a CodecError.
   * With false it may give another matrix, but still no other error, no hang and no large allocation.
   */
  readonly checksummed?: boolean;
  /** The most bits per value that a constant matrix may take. Default 1. */
  readonly constantCeilingBits?: number;
  /** The most bits per value that Gaussian-like activations may take. Default 15.2; raw is 16. */
  readonly activationsCeilingBits?: number;
  /** A rule that takes longer is ended and has failed. Default 60 000. */
  readonly ruleLimitMs?: number;
  /** A single call on a bad input that takes longer breaks the rule. Default 5 000. */
  readonly callLimitMs?: number;
}

export type ResolvedOptions = Required<ConformanceOptions>;

/** Fills in the defaults. */
export function resolveOptions(options: ConformanceOptions): ResolvedOptions {
  return {
    seed: options.seed ?? environmentSeed() ?? defaultSeed,
    checksummed: options.checksummed ?? true,
    constantCeilingBits: options.constantCeilingBits ?? 1,
    activationsCeilingBits: options.activationsCeilingBits ?? 15.2,
    ruleLimitMs: options.ruleLimitMs ?? 60_000,
    callLimitMs: options.callLimitMs ?? 5_000,
  };
}

/** @throws ArenaError `usage` when ARENA_SEED is set to something else than a seed */
export function environmentSeed(): number | undefined {
  const text = process.env.ARENA_SEED;
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ArenaError('usage', {
    what: 'ARENA_SEED',
    expected: 'a whole number of at most nine digits',
    got: JSON.stringify(text),
    hint: 'set it to the seed of a report, or unset it',
  });
}
