import type { Matrix } from '@matrix-arena/contract';
import type { Shape } from '../types.ts';
import { flatMatrixFrom, matrixFrom } from './matrix-from.ts';

/**
 * Reads a `.bf16` file: nothing but little-endian values, row after row.
 *
 * @param shape without it the matrix is flat: one row
 * @throws ArenaError `bad-format` for an odd number of bytes or a size that contradicts the shape
 */
export function readRawBf16(bytes: Uint8Array, file: string, shape?: Shape): Matrix {
  const flat = flatMatrixFrom(bytes, file);
  return shape === undefined ? flat : matrixFrom(bytes, shape, file);
}
