import { ArenaError } from './arena-error.ts';

/** originalBytes / compressedBytes; higher is better, 1 = not compressed. */
export function ratio(originalBytes: number, compressedBytes: number): number {
  return divide('ratio', originalBytes, compressedBytes);
}

/** compressedBytes / originalBytes; lower is better. The competition's rules call this "compression". */
export function compressedFraction(compressedBytes: number, originalBytes: number): number {
  return divide('compressedFraction', compressedBytes, originalBytes);
}

/** 8 · compressedBytes / number of values; lower is better, raw bfloat16 = 16. */
export function bitsPerValue(compressedBytes: number, valueCount: number): number {
  return divide('bitsPerValue', 8 * compressedBytes, valueCount);
}

/** originalBytes per second, in bytes per second; divide by 1e6 for MB/s. `elapsedMs` is in milliseconds. */
export function throughput(originalBytes: number, elapsedMs: number): number {
  return divide('throughput', 1e3 * originalBytes, elapsedMs);
}

function divide(measure: string, dividend: number, divisor: number): number {
  // The negated comparison also catches NaN.
  if (!(dividend >= 0) || !(divisor > 0) || !Number.isFinite(dividend) || !Number.isFinite(divisor)) {
    throw new ArenaError('bad-format', {
      what: measure,
      expected: 'finite figures, a positive divisor',
      got: `${dividend} / ${divisor}`,
      hint: 'measure a matrix that has at least one value',
    });
  }
  return dividend / divisor;
}
