import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../src/order.ts';
import { maxVariantFrameBytes, variantOf } from '../src/variant.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);

function matrixOf(values: readonly number[]) {
  const bytes = new Uint8Array(Uint16Array.from(values).buffer);
  return { bytes, rows: 1, cols: values.length, dtype: 'bf16' } as const;
}

function isPlain(value: number): boolean {
  return (value & 0x7f80) !== 0 && (value & 0x7f80) !== 0x7f80;
}

describe('a variant', () => {
  it('differs in the lowest bit of one plain value, and leaves the original alone', () => {
    const values = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.nat(), (given, variantSeed) => {
        const matrix = matrixOf(given);
        const before = matrix.bytes.slice();
        const variant = new Uint16Array(variantOf(matrix, randomOf(variantSeed)).bytes.slice().buffer);
        expect(matrix.bytes).toEqual(before);
        const changed = given.flatMap((value, i) =>
          variant[i] === value ? [] : [{ value, now: variant[i] }],
        );
        expect(changed.length).toBeLessThanOrEqual(1);
        for (const { value, now } of changed) expect([isPlain(value), value ^ now]).toEqual([true, 1]);
        if (given.every(isPlain)) expect(changed.length).toBe(1);
      }),
      { seed },
    );
  });

  it('is another one every time', () => {
    const matrix = matrixOf(Array.from({ length: 4096 }, (_, i) => 0x3f80 + (i % 100)));
    const random = randomOf(7);
    const variants = Array.from({ length: 20 }, () =>
      Buffer.from(variantOf(matrix, random).bytes).toString('hex'),
    );
    expect(new Set(variants).size).toBeGreaterThan(18);
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
