import { isArenaError } from '@matrix-arena/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PieceStore } from '../src/build/pieces.ts';
import { differenceOf, frameFault } from '../src/race/difference.ts';
import { soundParts } from '../src/race/parts.ts';
import { assertReadable, firstChoice, readRaceFile, reshaped } from '../src/race/race-file.ts';
import { isSettled, medianHalfWidth, nextCalls, rotated } from '../src/race/sampling.ts';
import { defaultSettings } from '../src/race/settings.ts';
import { npyFile, ramp, safetensorsFile } from './files.ts';

const seed = Number(process.env.ARENA_SEED ?? 1);

describe('files', () => {
  it('are read by their extension, in any case', () => {
    expect(readRaceFile(npyFile('<u2', [2, 4], ramp(8)), 'X.NPY')).toMatchObject({
      matrices: [{ id: 'X.NPY', matrix: { rows: 2, cols: 4 } }],
      isFlat: false,
    });
    expect(readRaceFile(ramp(8), 'x.bf16')).toMatchObject({
      matrices: [{ matrix: { rows: 1, cols: 8 } }],
      isFlat: true,
    });
    expect(readRaceFile(npyFile('<u2', [1, 8], ramp(8)), 'x.npy').isFlat).toBe(true);
    const tensors = {
      b: { dtype: 'BF16', shape: [4], data: ramp(4) },
      a: { dtype: 'F16', shape: [4], data: ramp(4) },
    };
    const { matrices, skipped } = readRaceFile(safetensorsFile(tensors), 'x.safetensors');
    expect([matrices.map(({ id }) => id), skipped]).toEqual([['b'], [{ name: 'a', dtype: 'F16' }]]);
  });

  it('are refused by name and size before they are read', () => {
    expect(problemOf(() => assertReadable('x.zip', 1, 10))).toBe('unsupported');
    expect(problemOf(() => assertReadable('.npy/', 1, 10))).toBe('unsupported');
    expect(problemOf(() => assertReadable('x.npy', 2 ** 31, defaultSettings.maxFileBytes))).toBe(
      'limit-exceeded',
    );
    expect(() => assertReadable('x.npy', 10, 10)).not.toThrow();
  });

  it('get another row width when it divides the values', () => {
    const [flat] = readRaceFile(ramp(12), 'x.bf16').matrices;
    expect(reshaped(flat, 4).matrix).toMatchObject({ rows: 3, cols: 4 });
    // Bounds are of the values alone: large ones take a moment, and are not computed again.
    expect(reshaped(flat, 4).bounds).toBe(flat.bounds);
    for (const cols of [0, -1, 5, 2.4, Number.NaN])
      expect(problemOf(() => reshaped(flat, cols))).toBe('usage');
  });

  it('are chosen from the first tensor on, up to a budget, one at least', () => {
    const [one] = readRaceFile(ramp(50), 'x.bf16').matrices;
    const matrices = ['a', 'b', 'c'].map((id) => ({ ...one, id }));
    expect([...firstChoice(matrices, 200)]).toEqual(['a', 'b']);
    expect([...firstChoice(matrices, 10)]).toEqual(['a']);
  });
});

describe('samples', () => {
  it('are made of as many calls as the clock needs', () => {
    expect(nextCalls(1, 5, 5)).toBe(1);
    expect(nextCalls(1, 1, 5)).toBe(6);
    expect(nextCalls(1, 0, 5)).toBe(16);
    expect(nextCalls(16, 0.1, 5)).toBe(256);
    expect(nextCalls(4096, 1, 5)).toBe(4096);
  });

  it('tell a median to half the width between two of them', () => {
    expect(medianHalfWidth([1, 2, 3, 4, 5])).toBe(Number.POSITIVE_INFINITY);
    expect(medianHalfWidth([6, 5, 4, 3, 2, 1])).toBe(2.5);
    expect(medianHalfWidth(Array.from({ length: 25 }, (_, i) => i))).toBe(5);
    expect(medianHalfWidth(Array.from({ length: 25 }, () => 7))).toBe(0);
  });

  it('have the median in an interval that is right 94 times of 100 at least, for any number of them', () => {
    for (let count = 6; count <= 40; count++) {
      const width = medianHalfWidth(Array.from({ length: count }, (_, i) => i));
      // It goes from this sample to the one as far from the other end; fewer below the median, and it is missed.
      const lowest = (count - 1) / 2 - width;
      let missed = 0;
      for (let below = 0; below <= lowest; below++) missed += (2 * binomial(count, below)) / 2 ** count;
      expect(missed).toBeLessThan(0.06);
    }
  });

  it('are enough when the median is known, or when there are many', () => {
    const flat = (count: number): number[] => Array.from({ length: count }, () => 3);
    const wild = (count: number): number[] => Array.from({ length: count }, (_, i) => 1 + (i % 5));
    const { minSamples, maxSamples } = defaultSettings;
    expect(isSettled(flat(minSamples - 1), flat(minSamples - 1), defaultSettings)).toBe(false);
    expect(isSettled(flat(minSamples), flat(minSamples), defaultSettings)).toBe(true);
    expect(isSettled(wild(minSamples), flat(minSamples), defaultSettings)).toBe(false);
    expect(isSettled(wild(maxSamples), flat(maxSamples), defaultSettings)).toBe(true);
  });

  it('start with another solution each turn', () => {
    expect([0, 1, 2, 3].map((turn) => rotated(['a', 'b', 'c'], turn)[0])).toEqual(['a', 'b', 'c', 'a']);
    expect(rotated([], 5)).toEqual([]);
  });
});

describe('what came back', () => {
  const matrix = { bytes: ramp(9), rows: 3, cols: 3, dtype: 'bf16' } as const;

  it('differs in any single bit, and says where', () => {
    fc.assert(
      fc.property(fc.nat({ max: 17 }), fc.nat({ max: 7 }), fc.nat({ max: 3 }), (at, bit, offset) => {
        // Also where words cannot be compared.
        const bytes = new Uint8Array(matrix.bytes.length + offset).subarray(offset);
        bytes.set(matrix.bytes);
        expect(differenceOf(matrix, { ...matrix, bytes })).toBeNull();
        bytes[at] ^= 1 << bit;
        expect(differenceOf(matrix, { ...matrix, bytes })).toMatch(
          new RegExp(`^value ${at >>> 1}: expected 0x`),
        );
      }),
      { seed },
    );
  });

  it('differs in its shape', () => {
    const message = 'shape: expected 3 x 3 in 18 bytes, got 1 x 9 in 18 bytes';
    expect(differenceOf(matrix, { ...matrix, rows: 1, cols: 9 })).toBe(message);
  });

  it('is no frame when it is longer than the contract allows', () => {
    expect(frameFault(129 + 1000 + 8, 1000)).toMatch(/^frame: expected at most 1136 bytes, got 1137$/);
    expect(frameFault(1136, 1000)).toBeNull();
  });

  it('has parts that make up the frame, or none are shown', () => {
    const part = { name: 'all', plane: 'mixed', bits: 80 };
    expect(soundParts([{ ...part, more: 1 }], 10)).toEqual([part]);
    for (const parts of [
      undefined,
      'text',
      [null],
      [part, part],
      [
        { ...part, bits: 40 },
        { ...part, bits: 40 },
      ],
      [{ ...part, name: 'all\n' }],
      [{ ...part, plane: 'other' }],
      [{ ...part, bits: Number.NaN }],
    ])
      expect(soundParts(parts, 10)).toBeNull();
  });
});

describe('pieces', () => {
  it('keep a text that two scripts hold once, and make the scripts again', () => {
    const wasm = `"${'AbC+'.repeat(2000)}=="`;
    const store = new PieceStore();
    const scripts = [`first(${wasm})`, `second(${wasm});more(${wasm})`, 'third("short")'];
    const lists = scripts.map((script) => store.add(script));
    expect(lists.map((list) => list.map((index) => store.pieces[index]).join(''))).toEqual(scripts);
    expect(store.pieces.filter((piece) => piece === wasm)).toHaveLength(1);
  });
});

function problemOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (isArenaError(error)) return error.kind;
    throw error;
  }
  return undefined;
}

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k;
}
