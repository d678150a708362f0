import { type Matrix, xxh32 } from '@matrix-arena/contract';
import { differenceOf, frameFault } from '../../race/difference.ts';
import { type RaceSettings, sampleLimitMs } from '../../race/settings.ts';
import type { Failure } from '../../race/state.ts';
import type { Reply, Side } from './side.ts';

/** How many calls make one sample of each direction. */
export interface CallCounts {
  readonly compress: number;
  readonly decompress: number;
}

export const oneCall: CallCounts = { compress: 1, decompress: 1 };

/** One matrix through compress and decompress, as it should be. */
export interface Pass {
  readonly frameBytes: number;
  /** xxHash32: every pass over a matrix must make the same frame. */
  readonly frameHash: number;
  /** Spans of all calls together. */
  readonly compressMs: number;
  readonly decompressMs: number;
}

export interface Sides {
  readonly compress: Side;
  readonly decompress: Side;
}

/** What happened, or null when the race was stopped. */
export type PassOutcome = { readonly pass: Pass } | { readonly failure: Failure } | null;

/**
 * Compresses in one worker and decompresses in another that never saw the source; compares the bytes in the page. All
 * passes are checked so, the timed ones, too.
 *
 * @param onFrame gets a copy of a frame that is well
 */
export async function runPass(
  sides: Sides,
  matrix: Matrix,
  counts: CallCounts,
  settings: RaceSettings,
  onFrame?: (frame: Uint8Array) => void,
): Promise<PassOutcome> {
  const limitMs = (calls: number): number => sampleLimitMs(settings, matrix.bytes.length, calls);
  const compressed = await sides.compress.ask(
    { call: 'compress', matrix, calls: counts.compress },
    limitMs(counts.compress),
  );
  if (compressed.outcome !== 'frame') return failureOf(compressed, 'encode-error');
  const frame = compressed.bytes;
  const fault = frameFault(frame.length, matrix.bytes.length);
  if (fault !== null) return { failure: { kind: 'too-large', message: fault } };
  const pass = { frameBytes: frame.length, frameHash: xxh32(frame), compressMs: compressed.elapsedMs };
  const copy = onFrame === undefined ? null : frame.slice();
  const restored = await sides.decompress.ask(
    { call: 'decompress', frame, calls: counts.decompress },
    limitMs(counts.decompress),
    [frame.buffer],
  );
  if (restored.outcome !== 'matrix') return failureOf(restored, 'decode-error');
  const difference = differenceOf(matrix, restored);
  if (difference !== null) return { failure: { kind: 'mismatch', message: difference } };
  if (copy !== null) onFrame?.(copy);
  return { pass: { ...pass, decompressMs: restored.elapsedMs } };
}

function failureOf(reply: Reply, whenThrown: 'encode-error' | 'decode-error'): PassOutcome {
  if (reply.outcome === 'closed') return null;
  if (!('message' in reply)) {
    return { failure: { kind: 'bad-output', message: `the worker answered ${reply.outcome}` } };
  }
  const kind = reply.outcome === 'threw' ? whenThrown : reply.outcome;
  return { failure: { kind, message: reply.message } };
}
