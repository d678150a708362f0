import { describe, expect, it } from 'vitest';
import {
  assertDeclaredShape,
  assertMatrix,
  elementCount,
  isCodecError,
  limits,
  type Matrix,
  maxFrameBytes,
} from '../src/index.ts';

const sound: Matrix = { bytes: new Uint8Array(24), rows: 3, cols: 4, dtype: 'bf16' };

describe('assertMatrix', () => {
  it('accepts matrices of every shape, empty ones included', () => {
    for (const [rows, cols] of [
      [3, 4],
      [0, 0],
      [0, 5],
      [5, 0],
      [1, 1],
    ]) {
      expect(() =>
        assertMatrix({ bytes: new Uint8Array(2 * rows * cols), rows, cols, dtype: 'bf16' }, 'demo'),
      ).not.toThrow();
    }
  });

  it.each([
    ['nothing', undefined, 'demo: matrix: expected an object, got undefined'],
    ['null', null, 'demo: matrix: expected an object, got null'],
    ['no bytes', { ...sound, bytes: [1, 2] }, 'demo: matrix.bytes: expected a Uint8Array, got object'],
    ['another type', { ...sound, dtype: 'f32' }, 'demo: matrix.dtype: expected bf16, got f32'],
    ['negative rows', { ...sound, rows: -3 }, 'demo: matrix.rows: expected a whole number >= 0, got -3'],
    [
      'fractional columns',
      { ...sound, cols: 1.5 },
      'demo: matrix.cols: expected a whole number >= 0, got 1.5',
    ],
    ['NaN rows', { ...sound, rows: Number.NaN }, 'demo: matrix.rows: expected a whole number >= 0, got NaN'],
    ['a wrong count', { ...sound, cols: 5 }, 'demo: matrix.bytes.length: expected 30 (2 x 3 x 5), got 24'],
  ])('refuses %s', (_, matrix, message) => {
    const check = (): void => assertMatrix(matrix as Matrix, 'demo');
    expect(check).toThrow(message);
    expect(kindOf(check)).toBe('invalid-argument');
  });

  it('refuses shapes beyond the limits before it looks at the bytes', () => {
    const check = (): void => assertMatrix({ ...sound, rows: 2 ** 20, cols: 2 ** 20 }, 'demo');
    expect(check).toThrow(`demo: matrix bytes: expected at most ${limits.maxMatrixBytes}, got ${2 ** 41}`);
    expect(kindOf(check)).toBe('limit-exceeded');
  });
});

describe('assertDeclaredShape', () => {
  it.each([
    [2 ** 14, 2 ** 13, undefined],
    [1, limits.maxCols, undefined],
    [limits.maxRows + 1, 0, 'limit-exceeded'],
    [1, limits.maxCols + 1, 'limit-exceeded'],
    [2 ** 14, 2 ** 13 + 1, 'limit-exceeded'],
    [-1, 4, 'corrupt'],
  ])('%s x %s: %s', (rows, cols, kind) => {
    expect(kindOf(() => assertDeclaredShape(rows, cols, 'demo'))).toBe(kind);
  });
});

it('a flat matrix of the largest size is within all limits', () => {
  expect(2 * limits.maxCols).toBe(limits.maxMatrixBytes);
  expect(2 * limits.maxRows).toBe(limits.maxMatrixBytes);
});

it('counts values and bounds frames', () => {
  expect(elementCount({ rows: 3, cols: 4 })).toBe(12);
  expect(maxFrameBytes(0)).toBe(128);
  expect(maxFrameBytes(1280)).toBe(1280 + 10 + 128);
});

function kindOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return isCodecError(error) ? error.kind : 'not a codec error';
  }
}
