import { bitsFromFloat, bitsView, floatFromBits } from '@matrix-arena/bf16';
import { makeMatrix, randomSource } from '@matrix-arena/testkit';
import { describe, expect, it } from 'vitest';
import { dotProduct } from '../src/dot-product.ts';
import { exponentField, powerOfTwo, roughLog2, signBit } from '../src/float-bits.ts';
import { measureColumnOctaves, measureRowExponents } from '../src/step-exponents.ts';

const width = 64;
const rows = 100;
const plain = { kinds: new Uint8Array(rows), references: new Int32Array(rows) };
const level = new Int8Array(width);

function matrixOf(scaleOf: (row: number, col: number) => number): Uint16Array {
  const random = randomSource(1);
  return Uint16Array.from({ length: rows * width }, (_, i) =>
    bitsFromFloat(scaleOf(Math.floor(i / width), i % width) * random.normal()),
  );
}

describe('exponents of rows', () => {
  it('make the step an eighth to a sixteenth of the deviation', () => {
    const exponents = measureRowExponents(
      matrixOf((row) => 1.5 * 2 ** (row - 50)),
      width,
      plain,
      level,
    );
    for (const [row, exponent] of exponents.entries()) {
      const stepsPerDeviation = (1.5 * 2 ** (row - 50)) / 2 ** (exponent - 134);
      expect(stepsPerDeviation).toBeGreaterThan(6);
      expect(stepsPerDeviation).toBeLessThan(20);
    }
  });

  it('go by the residuals where there is a reference', () => {
    const bits = matrixOf(() => 1);
    for (let col = 0; col < width; col++) bits[width + col] = bits[col] ^ 1;
    const found = { kinds: plain.kinds.slice(), references: plain.references };
    found.kinds[1] = 1;
    const [without, with_] = measureRowExponents(bits, width, found, level);
    expect(with_).toBeLessThan(without - 4);
  });

  it('stay in their range for the smallest and the largest values', () => {
    for (const [bits, expected] of [
      [0x0000, 23],
      [0x0001, 23],
      [0x7f7f, 239],
    ]) {
      const exponents = measureRowExponents(new Uint16Array(rows * width).fill(bits), width, plain, level);
      expect(new Set(exponents)).toEqual(new Set([expected]));
    }
  });
});

describe('octaves of columns', () => {
  it('are not sent when columns are alike', () => {
    expect(
      measureColumnOctaves(
        matrixOf((row) => row + 1),
        width,
        plain,
      ),
    ).toBeUndefined();
    expect(measureColumnOctaves(new Uint16Array(rows * width), width, plain)).toBeUndefined();
  });

  it('are not sent for too few rows to tell', () => {
    const few = { kinds: new Uint8Array(10), references: new Int32Array(10) };
    expect(
      measureColumnOctaves(
        matrixOf((_, col) => 2 ** (col % 8)),
        width,
        few,
      ),
    ).toBeUndefined();
  });

  it('follow the scales of the columns', () => {
    const octaves =
      measureColumnOctaves(
        matrixOf((row, col) => (row + 1) * 2 ** (col % 8)),
        width,
        plain,
      ) ?? level;
    for (let col = 1; col < 8; col++)
      expect(Math.abs(octaves[col] - octaves[0] - col)).toBeLessThanOrEqual(1);
  });

  it('are cut at 15, and survive columns of zeros', () => {
    const octaves =
      measureColumnOctaves(
        matrixOf((_, col) => [0, 1, 2 ** -60][col % 3]),
        width,
        plain,
      ) ?? level;
    expect(new Set(octaves)).toEqual(new Set([0, 15, -15]));
  });
});

describe('logarithms by bits', () => {
  it('are within 0.05 of the true ones', () => {
    for (let bits = 0x0080; bits < 0x7f80; bits += 3) {
      const value = floatFromBits(bits);
      expect(Math.abs(roughLog2(value) - Math.log2(value))).toBeLessThan(0.05);
      expect(exponentField(value)).toBe(bits >> 7);
    }
  });

  it('give exact powers of two and signs', () => {
    for (let exponent = -126; exponent < 128; exponent++) expect(powerOfTwo(exponent)).toBe(2 ** exponent);
    expect([-1e-40, -3, 0, 1e-40, 3].map(signBit)).toEqual([1, 1, 0, 0, 0]);
  });
});

it('a product in four sums is the plain product', () => {
  const values = Float32Array.from(bitsView(makeMatrix('activations', 1, 200, 1).bytes), floatFromBits);
  for (let count = 0; count <= 64; count++) {
    let expected = 0;
    for (let i = 0; i < count; i++) expected += values[3 + i] * values[100 + i];
    expect(dotProduct(values, 3, values, 100, count)).toBeCloseTo(expected, 8);
  }
});
