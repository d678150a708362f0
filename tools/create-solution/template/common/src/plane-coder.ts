import * as zstd from '@bokuweb/zstd-wasm';
import { CodecError } from '@matrix-arena/contract';
import { codec } from './frame.ts';
import { assertZstdFrame } from './zstd-frame.ts';

/** Higher is smaller and slower, up to 22. The score weighs both: try what pays. */
const level = 3;

/** One byte per value in, a zstd frame out; the plane itself where that is no shorter. */
export function encodePlane(plane: Uint8Array): Uint8Array {
  try {
    const zstdFrame = zstd.compress(plane, level);
    return zstdFrame.length < plane.length ? zstdFrame : plane;
  } catch (cause) {
    throw new CodecError('internal', { codec, stage: 'compress', what: 'zstd', cause });
  }
}

/**
 * The inverse of `encodePlane`: a plane as long as there are values was stored, a shorter one is a zstd frame.
 *
 * @throws CodecError `truncated` or `corrupt`
 */
export function decodePlane(coded: Uint8Array, valueCount: number): Uint8Array {
  if (coded.length === valueCount) return coded;
  assertZstdFrame(coded, valueCount);
  const plane = decode(coded);
  if (plane.length === valueCount) return plane;
  throw new CodecError('corrupt', {
    codec,
    stage: 'decompress',
    what: 'bytes of a plane',
    expected: valueCount,
    got: plane.length,
  });
}

/** The library throws errors of its own; a codec throws CodecErrors and nothing else. */
function decode(zstdFrame: Uint8Array): Uint8Array {
  try {
    return zstd.decompress(zstdFrame);
  } catch (cause) {
    throw new CodecError('corrupt', { codec, stage: 'decompress', what: 'zstd frame', cause });
  }
}
