import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitsFromFloat,
  bitsView,
  floatFromBits,
  matrixFromBits,
  mergeBytePlanes,
  splitBytePlanes,
} from '../src/index.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);
const allPatterns = Uint16Array.from({ length: 65_536 }, (_, i) => i);

describe('bitsView', () => {
  it('shares the memory of aligned bytes', () => {
    const bytes = Uint8Array.of(0x34, 0x12, 0x80, 0xbf);
    const bits = bitsView(bytes);
    expect([...bits]).toEqual([0x1234, 0xbf80]);
    expect(bits.buffer).toBe(bytes.buffer);
  });

  it('copies bytes at an odd offset, and reads the same', () => {
    const bytes = Uint8Array.of(0xff, 0x34, 0x12, 0x80, 0xbf).subarray(1);
    expect([...bitsView(bytes)]).toEqual([0x1234, 0xbf80]);
    expect([...bitsView(Buffer.from(bytes.buffer, 1))]).toEqual([0x1234, 0xbf80]);
  });

  it('leaves out an odd last byte', () => {
    expect([...bitsView(Uint8Array.of(1, 2, 3))]).toEqual([0x0201]);
    expect([...bitsView(Uint8Array.of(0, 1, 2, 3).subarray(1))]).toEqual([0x0201]);
  });
});

it('matrixFromBits gives the bytes back', () => {
  const matrix = matrixFromBits(Uint16Array.of(0x1234, 0xbf80), 1, 2);
  expect(matrix).toEqual({ bytes: Uint8Array.of(0x34, 0x12, 0x80, 0xbf), rows: 1, cols: 2, dtype: 'bf16' });
});

describe('values', () => {
  it.each([
    [0x0000, 0],
    [0x3f80, 1],
    [0xc000, -2],
    [0x4049, 3.140625],
    [0x0001, 2 ** -133],
    [0x7f7f, 255 * 2 ** 120],
    [0x7f80, Number.POSITIVE_INFINITY],
    [0x7fc0, Number.NaN],
  ])('%i is %d', (bits, value) => {
    expect(floatFromBits(bits)).toBe(value);
  });

  it('every pattern that is a number survives both ways', () => {
    for (const bits of allPatterns) {
      const value = floatFromBits(bits);
      if (Number.isNaN(value)) expect(Number.isNaN(floatFromBits(bitsFromFloat(value)))).toBe(true);
      else if (bitsFromFloat(value) !== bits)
        expect.fail(`0x${bits.toString(16)} came back as another pattern`);
    }
  });

  it.each([
    ['halfway, down to even', 1 + 2 ** -8, 0x3f80],
    ['halfway, up to even', 1 + 3 * 2 ** -8, 0x3f82],
    ['just above halfway', 1 + 2 ** -8 + 2 ** -20, 0x3f81],
    ['too large', 3.4e38, 0x7f80],
    ['negative zero', -0, 0x8000],
  ])('rounds %s', (_, value, bits) => {
    expect(bitsFromFloat(value)).toBe(bits);
  });
});

describe('byte planes', () => {
  it('part the two bytes of every value', () => {
    const low = new Uint8Array(2);
    const high = new Uint8Array(2);
    splitBytePlanes(Uint8Array.of(1, 2, 3, 4), low, high);
    expect([...low, ...high]).toEqual([1, 3, 2, 4]);
  });

  it('merge to what was split, for any bytes at any offset', () => {
    const roundTrip = fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(3), (source, offset) => {
      const bytes = source.subarray(Math.min(offset, source.length));
      const even = bytes.subarray(0, bytes.length & ~1);
      const low = new Uint8Array(even.length / 2);
      const high = new Uint8Array(even.length / 2);
      splitBytePlanes(even, low, high);
      const merged = new Uint8Array(even.length);
      mergeBytePlanes(low, high, merged);
      expect(merged).toEqual(even.slice());
    });
    fc.assert(roundTrip, { seed });
  });
});
