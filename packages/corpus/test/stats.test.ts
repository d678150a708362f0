import { expect, test } from 'vitest';
import { matrixStats } from '../src/index.ts';

test('figures of a small matrix, by hand', () => {
  // 0, -0, 1, -1, NaN, +inf, smallest subnormal, 1
  const bytes = Uint8Array.of(
    0,
    0,
    0,
    0x80,
    0x80,
    0x3f,
    0x80,
    0xbf,
    0xc0,
    0x7f,
    0x80,
    0x7f,
    1,
    0,
    0x80,
    0x3f,
  );
  const stats = matrixStats({ bytes, rows: 2, cols: 4, dtype: 'bf16' });
  expect(stats).toMatchObject({ bytes: 16, rows: 2, cols: 4, elementCount: 8, zerosFraction: 0.25 });
  expect(stats.classes).toEqual({ zero: 2, negativeZero: 1, subnormal: 1, normal: 3, infinity: 1, nan: 1 });
  // Two of eight have the sign bit; exponents 0 and 127 three times each and 255 twice.
  expect(stats.entropy.sign).toBeCloseTo(0.811278, 6);
  expect(stats.entropy.exponent).toBeCloseTo(1.561278, 6);
  // Seven patterns, one of them twice: 6 · 3/8 + 2/8 · 2
  expect(stats.entropy.valueBound).toBeCloseTo(2.75, 6);
});

test('a matrix without values has no zeros', () => {
  const stats = matrixStats({ bytes: new Uint8Array(), rows: 0, cols: 0, dtype: 'bf16' });
  expect(stats).toMatchObject({ bytes: 0, elementCount: 0, zerosFraction: 0 });
});
