import { CodecError } from './codec-error.ts';
import { limits } from './limits.ts';

/** Size of one bfloat16 value. */
export const bytesPerValue = 2;

/**
 * A matrix of bfloat16 values, row after row, each value little-endian:
 *
 *     byte 1                    byte 0
 *     15 | 14 ........ 8     7 | 6 ....... 0
 *      s |    exponent (8)     |  mantissa (7)
 *
 * `bytes.length === 2 · rows · cols`. A flat input, whose row width is not known, has `rows = 1`.
 * `bytes` may start at any offset of its buffer, odd ones included.
 */
export interface Matrix {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly cols: number;
  readonly dtype: 'bf16';
}

/** Number of values, `rows · cols`. */
export function elementCount(shape: { readonly rows: number; readonly cols: number }): number {
  return shape.rows * shape.cols;
}

/**
 * Checks a matrix at the edge of a codec, once per call.
 *
 * @param codec name used in the message, for example `baseline`
 * @throws CodecError `invalid-argument` when the object is not a matrix or its byte count contradicts its shape
 * @throws CodecError `limit-exceeded` when the shape is beyond `limits`
 */
export function assertMatrix(matrix: Matrix, codec: string): void {
  const fail = (what: string, expected: string | number, got: unknown): never => {
    throw new CodecError('invalid-argument', { codec, stage: 'compress', what, expected, got: String(got) });
  };
  if (typeof matrix !== 'object' || matrix === null) fail('matrix', 'an object', matrix);
  if (!(matrix.bytes instanceof Uint8Array)) fail('matrix.bytes', 'a Uint8Array', typeof matrix.bytes);
  if (matrix.dtype !== 'bf16') fail('matrix.dtype', 'bf16', matrix.dtype);
  if (!isCount(matrix.rows)) fail('matrix.rows', 'a whole number >= 0', matrix.rows);
  if (!isCount(matrix.cols)) fail('matrix.cols', 'a whole number >= 0', matrix.cols);
  assertShapeWithinLimits(matrix.rows, matrix.cols, codec, 'compress');
  const expectedBytes = elementCount(matrix) * bytesPerValue;
  if (matrix.bytes.length !== expectedBytes) {
    fail(
      'matrix.bytes.length',
      `${expectedBytes} (2 x ${matrix.rows} x ${matrix.cols})`,
      matrix.bytes.length,
    );
  }
}

/**
 * Checks a shape that a frame declares, before anything is allocated for it.
 *
 * @throws CodecError `limit-exceeded` when the shape is beyond `limits`, `corrupt` when it is no shape at all
 */
export function assertDeclaredShape(rows: number, cols: number, codec: string): void {
  if (!isCount(rows) || !isCount(cols)) {
    throw new CodecError('corrupt', {
      codec,
      stage: 'decompress',
      what: 'declared shape',
      expected: 'whole numbers >= 0',
      got: `${rows} x ${cols}`,
    });
  }
  assertShapeWithinLimits(rows, cols, codec, 'decompress');
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function assertShapeWithinLimits(
  rows: number,
  cols: number,
  codec: string,
  stage: 'compress' | 'decompress',
): void {
  const check = (what: string, max: number, got: number): void => {
    if (got > max)
      throw new CodecError('limit-exceeded', { codec, stage, what, expected: `at most ${max}`, got });
  };
  check('rows', limits.maxRows, rows);
  check('cols', limits.maxCols, cols);
  check('matrix bytes', limits.maxMatrixBytes, rows * cols * bytesPerValue);
}
