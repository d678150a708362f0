import {
  assertMatrix,
  bytesPerValue,
  type Codec,
  CodecError,
  elementCount,
  type Matrix,
  matrixChecksum,
} from '@matrix-arena/contract';
import { codec, readFrame, writeFrame } from './frame.ts';
import { decodePlane, encodePlane } from './plane-coder.ts';

/** The kernel: pure loops over bytes that somebody else has checked and allocated. */
export interface Planes {
  /** Preconditions: `low.length === high.length`, `bytes.length === 2 · low.length`. */
  split(bytes: Uint8Array, low: Uint8Array, high: Uint8Array): void;
  /** The inverse of `split`, under the same preconditions. */
  merge(low: Uint8Array, high: Uint8Array, bytes: Uint8Array): void;
}

/** The binding: checks, memory and errors around the kernel. It remembers nothing from one call to the next. */
export function makeCodec(planes: Planes): Codec {
  return {
    compress(matrix) {
      assertMatrix(matrix, codec);
      const low = new Uint8Array(elementCount(matrix));
      const high = new Uint8Array(elementCount(matrix));
      planes.split(matrix.bytes, low, high);
      return writeFrame(matrix, encodePlane(low), encodePlane(high));
    },

    decompress(frame) {
      const { rows, cols, checksum, low, high } = readFrame(frame);
      const valueCount = elementCount({ rows, cols });
      const bytes = new Uint8Array(bytesPerValue * valueCount);
      planes.merge(decodePlane(low, valueCount), decodePlane(high, valueCount), bytes);
      const matrix: Matrix = { bytes, rows, cols, dtype: 'bf16' };
      assertChecksum(matrix, checksum);
      return matrix;
    },
  };
}

/** Damage that every other check let pass ends here: wrong bytes are worse than none. */
function assertChecksum(matrix: Matrix, expected: number): void {
  const got = matrixChecksum(matrix);
  if (got !== expected)
    throw new CodecError('corrupt', { codec, stage: 'decompress', what: 'checksum', expected, got });
}
