import { assertMatrix, bytesPerValue, type Matrix } from '@matrix-arena/contract';
import { codecError, packageName } from './errors.ts';

/**
 * A matrix from what a caller passes: flat values become one row.
 *
 * @throws CodecError `invalid-argument` for an odd number of bytes, another dtype, or a shape that contradicts the
 *   bytes, `limit-exceeded` for more than 256 MiB
 */
export function toMatrix(input: Uint8Array | Matrix): Matrix {
  const matrix = input instanceof Uint8Array ? flat(input) : input;
  assertMatrix(matrix, packageName);
  const { bytes, rows, cols, dtype } = matrix;
  return { bytes: plainBytes(bytes), rows, cols, dtype };
}

function flat(bytes: Uint8Array): Matrix {
  assertEven(bytes.length);
  return { bytes, rows: 1, cols: bytes.length / bytesPerValue, dtype: 'bf16' };
}

/** @throws CodecError `invalid-argument` */
export function assertEven(countBytes: number): void {
  if (countBytes % bytesPerValue === 0) return;
  throw codecError('invalid-argument', 'compress', 'number of bytes', {
    expected: 'an even one, two bytes for each value',
    got: countBytes,
  });
}

/** The same memory without the methods of Node's Buffer, whose `slice` does not copy. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? new Uint8Array() : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
