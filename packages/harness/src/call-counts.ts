import { timerResolutionNs } from './clock.ts';
import type { CallCounts, Pass, PassUsage } from './pass.ts';

/** A sample spans so many steps of the clock at least, or so many calls. */
const ticksPerSample = 1000;
const mostCalls = 10_000;
const sampleMs = (ticksPerSample * timerResolutionNs) / 1e6;

/** A call on its own may be so many times slower than the same among many: nothing is warm from the one before it. */
const loneCallFactor = 10;

/** The input is copied for each call before the clock starts. */
const mostBatchBytes = 64e6;

/** How many calls make a sample, after what a pass over a matrix has shown; never fewer than that pass had. */
export function callCountsAfter(
  { compress, decompress, compressedBytes }: Pass,
  matrixBytes: number,
): CallCounts {
  return { compress: callsAfter(compress, matrixBytes), decompress: callsAfter(decompress, compressedBytes) };
}

/** Short calls are repeated until together they are long enough for the clock. */
function callsAfter({ calls, callMs }: PassUsage, inputBytes: number): number {
  const most = Math.min(mostCalls, Math.max(1, Math.floor(mostBatchBytes / inputBytes)));
  const needed = Math.ceil(sampleMs / Math.max(callMs, sampleMs / mostCalls));
  return Math.min(most, Math.max(calls, needed));
}

/** Whether each direction is one call long enough for the clock, however much slower it was for being alone. */
export function isLongAlone({ compress, decompress }: Pass): boolean {
  return Math.min(compress.callMs, decompress.callMs) >= loneCallFactor * sampleMs;
}
