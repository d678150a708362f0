import { ArenaError } from '@matrix-arena/contract';
import { defaultMaxFileBytes } from '../files.ts';
import { assertSample } from '../sample.ts';
import type { WorkOptions } from '../types.ts';

export interface PullOptions extends WorkOptions {
  /** Takes a seeded sample of that many files, as `sampleEntries` does; without it, all. */
  readonly count?: number | undefined;
  /** Seed of the sample, 0 without it. */
  readonly seed?: number | undefined;
  /** Files at a time, 4 without it. */
  readonly concurrency?: number | undefined;
  /** How long a server may send nothing before the try counts as failed; 30 000 without it. */
  readonly timeoutMs?: number | undefined;
  /** Tries of a file after the first, 3 without it. */
  readonly retries?: number | undefined;
  /** 1 GiB without it. */
  readonly maxFileBytes?: number | undefined;
  /** Pause before the nth retry, in milliseconds; 500, 1 000, 2 000 … 8 000 without it. */
  readonly backoffMs?: ((retry: number) => number) | undefined;
}

export interface PullPlan extends WorkOptions {
  readonly count: number | undefined;
  readonly seed: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly maxFileBytes: number;
  readonly backoffMs: (retry: number) => number;
}

/** The longest time that a timer takes. */
const maxTimeoutMs = 2 ** 31 - 1;

/** @throws ArenaError `usage` for an option out of range */
export function planOf(options: PullOptions): PullPlan {
  const plan: PullPlan = {
    signal: options.signal,
    onProgress: options.onProgress,
    count: options.count,
    seed: options.seed ?? 0,
    concurrency: options.concurrency ?? 4,
    timeoutMs: options.timeoutMs ?? 30_000,
    retries: options.retries ?? 3,
    maxFileBytes: options.maxFileBytes ?? defaultMaxFileBytes,
    backoffMs: options.backoffMs ?? ((retry) => Math.min(250 * 2 ** retry, 8_000)),
  };
  assertSample(plan.count ?? 1, plan.seed);
  assertWhole('concurrency', plan.concurrency, 1, 64);
  assertWhole('timeoutMs', plan.timeoutMs, 1, maxTimeoutMs);
  assertWhole('retries', plan.retries, 0, 100);
  assertWhole('maxFileBytes', plan.maxFileBytes, 1, defaultMaxFileBytes);
  return plan;
}

function assertWhole(what: string, got: number, least: number, most: number): void {
  if (Number.isInteger(got) && got >= least && got <= most) return;
  throw new ArenaError('usage', {
    what,
    expected: `a whole number from ${least} to ${most}`,
    got,
    hint: 'pass another number',
  });
}
