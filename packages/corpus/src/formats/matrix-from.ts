import { ArenaError, bytesPerValue, limits, type Matrix } from '@matrix-arena/contract';
import type { Shape } from '../types.ts';

/** Folds dimensions into a matrix: the last is cols, those before it multiply to rows; no dimension is 1 × 1. */
export function foldDims(dims: readonly number[]): Shape {
  const rows = dims.slice(0, -1).reduce((product, dim) => product * dim, 1);
  return { rows, cols: dims.at(-1) ?? 1 };
}

/**
 * A matrix of little-endian bf16 bytes, copied out of the file.
 *
 * @param what file, and tensor if it holds several, for messages
 * @throws ArenaError `bad-format` when size and shape contradict each other, `limit-exceeded` beyond `limits`,
 *   `unsupported` for a matrix without values
 */
export function matrixFrom(payload: Uint8Array, { rows, cols }: Shape, what: string): Matrix {
  const expectedBytes = bytesPerValue * rows * cols;
  if (payload.length !== expectedBytes) {
    throw new ArenaError('bad-format', {
      what,
      expected: `${expectedBytes} bytes of values (2 x ${rows} x ${cols})`,
      got: payload.length,
      hint: 'fetch the file again or correct the shape',
    });
  }
  if (payload.length === 0) {
    throw new ArenaError('unsupported', {
      what,
      expected: 'at least one value',
      got: 'none',
      hint: 'leave the file out of the set',
    });
  }
  if (payload.length > limits.maxMatrixBytes) {
    throw new ArenaError('limit-exceeded', {
      what,
      expected: `at most ${limits.maxMatrixBytes} bytes of values`,
      got: payload.length,
      hint: 'split the matrix',
    });
  }
  return { bytes: new Uint8Array(payload), rows, cols, dtype: 'bf16' };
}

/**
 * A flat matrix, one row, for bytes that come without a shape.
 *
 * @throws ArenaError `bad-format` for an odd number of bytes, and as `matrixFrom`
 */
export function flatMatrixFrom(payload: Uint8Array, what: string): Matrix {
  if (payload.length % bytesPerValue !== 0) {
    throw new ArenaError('bad-format', {
      what,
      expected: 'an even number of bytes, two for a value',
      got: payload.length,
      hint: 'fetch the file again',
    });
  }
  return matrixFrom(payload, { rows: 1, cols: payload.length / bytesPerValue }, what);
}

/** @throws ArenaError `bad-format` when a matrix has another shape than the one given for it, if any */
export function assertShapeAgrees(matrix: Shape, given: Shape | undefined, what: string): void {
  if (given === undefined || (given.rows === matrix.rows && given.cols === matrix.cols)) return;
  throw new ArenaError('bad-format', {
    what,
    expected: `the shape given for it, ${given.rows} x ${given.cols}`,
    got: `${matrix.rows} x ${matrix.cols} in the file`,
    hint: 'correct the shape or leave it out',
  });
}
