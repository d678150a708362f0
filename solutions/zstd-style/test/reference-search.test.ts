import { bitsFromFloat, bitsView } from '@matrix-arena/bf16';
import { makeMatrix, randomSource } from '@matrix-arena/testkit';
import { describe, expect, it } from 'vitest';
import { rowKind } from '../src/constants.ts';
import { findReferences } from '../src/reference-search.ts';

/** Rows of noise; `edit` may change them. */
function noise(rows: number, width: number, edit: (bits: Uint16Array) => void = () => {}): Uint16Array {
  const random = randomSource(1);
  const bits = Uint16Array.from({ length: rows * width }, () => bitsFromFloat(random.normal()));
  edit(bits);
  return bits;
}

describe.for([
  ['few rows, which are all compared', 200],
  ['many rows, which are found by their signs', 3000],
] as const)('among %s', ([, rows]) => {
  it.for([32, 50, 300])('hardly any row of noise of width %i has a reference', (width) => {
    const { kinds } = findReferences(noise(rows, width), rows, width);
    expect(kinds.filter((kind) => kind !== rowKind.plain).length).toBeLessThan(rows / 200);
  });

  it.for([32, 50, 300])('a disturbed row of width %i refers to its original', (width) => {
    const bits = noise(rows, width, (all) => {
      const copy = all.slice(7 * width, 8 * width).map((value) => value ^ 0x0010);
      all.set(copy, 170 * width);
    });
    const { kinds, references } = findReferences(bits, rows, width);
    expect(kinds[170]).toBe(rowKind.reference);
    expect(references[170]).toBe(7);
  });

  it('a repeated row is a copy, and one of zeros stands for itself', () => {
    const bits = noise(rows, 64, (all) => {
      all.copyWithin(150 * 64, 20 * 64, 21 * 64);
      all.fill(0, 160 * 64, 162 * 64);
    });
    const { kinds, references } = findReferences(bits, rows, 64);
    expect([kinds[150], references[150]]).toEqual([rowKind.copy, 20]);
    expect([...kinds.subarray(159, 163)]).toEqual([rowKind.plain, rowKind.zero, rowKind.zero, rowKind.plain]);
  });

  it('zeros with a sign are no zero row', () => {
    const bits = noise(rows, 64, (all) => all.fill(0x8000, 0, 64));
    expect(findReferences(bits, rows, 64).kinds[0]).toBe(rowKind.plain);
  });
});

describe('the search', () => {
  it('prefers the distance of the row before among equal originals', () => {
    const bits = noise(40, 32, (all) => {
      all.copyWithin(10 * 32, 0, 10 * 32);
      all.copyWithin(20 * 32, 0, 10 * 32);
    });
    const { references } = findReferences(bits, 40, 32);
    const distances = Array.from(references.subarray(21, 30), (reference, i) => 21 + i - reference);
    expect(new Set(distances).size).toBe(1);
  });

  it('finds rows whose columns lie far from zero', () => {
    const bits = noise(100, 64, (all) => {
      const random = randomSource(2);
      for (let i = 0; i < all.length; i++) all[i] = bitsFromFloat(50 + (i % 64) + random.normal());
      const copy = all.slice(3 * 64, 4 * 64).map((value) => value ^ 1);
      all.set(copy, 90 * 64);
    });
    expect(findReferences(bits, 100, 64).references[90]).toBe(3);
  });

  it('survives values beyond all scales', () => {
    const bits = noise(300, 40, (all) => {
      for (let i = 0; i < all.length; i += 7) all[i] = i % 2 === 0 ? 0x7f7f : 0x0001;
      all.copyWithin(200 * 40, 0, 40);
    });
    expect(findReferences(bits, 300, 40).kinds[200]).toBe(rowKind.copy);
  });

  it('gives the same plan again', () => {
    const bits = bitsView(makeMatrix('near-copies', 2000, 32, 1).bytes);
    expect(findReferences(bits, 2000, 32)).toEqual(findReferences(bits.slice(), 2000, 32));
  });
});
