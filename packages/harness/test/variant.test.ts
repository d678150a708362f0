import type { Matrix } from '@matrix-arena/contract';
import fc from 'fast-check';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../src/order.ts';
import { maxVariantFrameBytes, slightVariantOf, variantOf } from '../src/variant.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);

function matrixOf(values: readonly number[]) {
  const bytes = new Uint8Array(Uint16Array.from(values).buffer);
  return { bytes, rows: 1, cols: values.length, dtype: 'bf16' } as const;
}

function isPlain(value: number): boolean {
  return (value & 0x7f80) !== 0 && (value & 0x7f80) !== 0x7f80;
}

/** Places of the values that a variant changes; each differs in its lowest bit. */
function changesOf(matrix: Matrix, variant: Matrix): number[] {
  const [given, now] = [matrix, variant].map(({ bytes }) => new Uint16Array(bytes.slice().buffer));
  const places = [...given.keys()].filter((i) => given[i] !== now[i]);
  for (const i of places) expect([isPlain(given[i]), given[i] ^ now[i]]).toEqual([true, 1]);
  return places;
}

/** Values between 1 and 4 in an order that the seed fixes. */
function plainValues(count: number, valueSeed: number): number[] {
  const random = randomOf(valueSeed);
  return Array.from({ length: count }, () => uniformInt(random, 0x3f80, 0x407f));
}

describe('a variant', () => {
  it('differs in the lowest bits of plain values, and leaves the original alone', () => {
    const values = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(values, fc.nat(), (given, variantSeed) => {
        const matrix = matrixOf(given);
        const before = matrix.bytes.slice();
        const changes = changesOf(matrix, variantOf(matrix, randomOf(variantSeed)));
        expect(matrix.bytes).toEqual(before);
        if (given.every(isPlain)) expect(changes.length).toBeGreaterThan(0);
      }),
      { seed },
    );
  });

  it('changes one value in 48, and with them nearly every row of 256', () => {
    const matrix = matrixOf(plainValues(1024 * 256, 3));
    const changes = changesOf(matrix, variantOf(matrix, randomOf(4)));
    expect(changes.length / (1024 * 256)).toBeCloseTo(1 / 48, 3);
    expect(new Set(changes.map((i) => i >> 8)).size).toBeGreaterThan(1005);
  });

  it('leaves rows equal that are equal, wherever they lie', () => {
    const row = plainValues(300, 5);
    const matrix = matrixOf([...row, ...plainValues(77, 6), ...row, ...row]);
    const changes = changesOf(matrix, variantOf(matrix, randomOf(8)));
    // Near its ends a row has other neighbours.
    const within = (start: number): number[] =>
      changes.map((i) => i - start).filter((i) => i >= 3 && i < row.length - 3);
    expect(within(0).length).toBeGreaterThan(0);
    expect(within(377)).toEqual(within(0));
    expect(within(677)).toEqual(within(0));
  });

  it.each([
    ['full', variantOf],
    ['slight', slightVariantOf],
  ])('is another one every time: %s', (_, vary) => {
    const matrix = matrixOf(plainValues(4096, 9));
    const random = randomOf(7);
    const variants = Array.from({ length: 20 }, () =>
      Buffer.from(vary(matrix, random).bytes).toString('hex'),
    );
    expect(new Set(variants).size).toBeGreaterThan(18);
  });

  it('that is slight differs in one value', () => {
    const matrix = matrixOf(plainValues(4096, 10));
    expect(changesOf(matrix, slightVariantOf(matrix, randomOf(11)))).toHaveLength(1);
  });

  it.each([
    ['empty', []],
    ['zero', [0, 0x8000, 0, 0]],
    ['not finite', [0x7f80, 0xff80, 0x7fc0]],
  ])('of a matrix that is %s is the matrix', (_, values) => {
    const matrix = matrixOf(values);
    expect(variantOf(matrix, randomOf(1))).toBe(matrix);
  });
});

it.each([
  [100, 640, 166],
  [5000, 8192, 5612],
  [300_000, 409_600, 307_024],
])('a frame of %i bytes of a matrix of %i may take %i for a variant', (frameBytes, originalBytes, most) => {
  expect(maxVariantFrameBytes(frameBytes, originalBytes)).toBe(most);
});
