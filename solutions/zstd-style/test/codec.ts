import type { Codec, Matrix } from '@matrix-arena/contract';
import { bitsPerValue, elementCount, isCodecError } from '@matrix-arena/contract';
import solution from '../src/index.ts';

/** The codec from the sources, not from the bundle. */
export const codec: Codec = await solution.create();

/** Mode of the first block of a frame, by its name in the spec. */
export function modeOf(frame: Uint8Array): 'planes' | 'steps' {
  return frame[21] === 0 ? 'planes' : 'steps';
}

/** Width in the header of a frame. */
export function widthOf(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getUint32(13, true);
}

export function frameBits(matrix: Matrix): number {
  return bitsPerValue(codec.compress(matrix).length, elementCount(matrix));
}

/** Kind and message of the CodecError that a call throws; other errors pass. */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (isCodecError(error)) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return 'not refused';
}
