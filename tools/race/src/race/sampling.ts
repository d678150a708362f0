import { median } from '@matrix-arena/scoring';
import type { RaceSettings } from './settings.ts';

/** More calls in one sample would say nothing new. */
const maxCalls = 4096;
/** Room for a call that happens to be faster next time. */
const margin = 1.2;

/** How many calls the next sample should be made of, so that it spans `leastMs`; as many as now when this one does. */
export function nextCalls(calls: number, elapsedMs: number, leastMs: number): number {
  if (elapsedMs >= leastMs) return calls;
  const needed = elapsedMs > 0 ? Math.ceil((margin * calls * leastMs) / elapsedMs) : Number.POSITIVE_INFINITY;
  // A clock that hardly moved tells little of how many are needed.
  return Math.min(maxCalls, needed, 16 * calls);
}

/**
 * Half of the 95 % interval of the median, by order statistics: it assumes nothing of how samples are distributed.
 * Infinite for fewer than six samples, of which no two span such an interval.
 */
export function medianHalfWidth(samples: readonly number[]): number {
  const count = samples.length;
  if (count < 6) return Number.POSITIVE_INFINITY;
  const sorted = Float64Array.from(samples).sort();
  // The binomial distribution of how many samples lie below the median, as a normal one.
  const lowest = Math.max(0, Math.floor((count - 1 - 1.96 * Math.sqrt(count)) / 2));
  return (sorted[count - 1 - lowest] - sorted[lowest]) / 2;
}

/** Whether no more samples of a matrix are needed. Entry i of both arrays belongs to the same pass. */
export function isSettled(
  compressMs: readonly number[],
  decompressMs: readonly number[],
  settings: RaceSettings,
): boolean {
  if (compressMs.length >= settings.maxSamples) return true;
  if (compressMs.length < settings.minSamples) return false;
  const totals = compressMs.map((ms, i) => ms + decompressMs[i]);
  return medianHalfWidth(totals) <= settings.relativePrecision * median(totals);
}

/** A copy that starts `turn` places later, so that over as many turns as items everyone is first once. */
export function rotated<T>(items: readonly T[], turn: number): T[] {
  const start = items.length === 0 ? 0 : turn % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
