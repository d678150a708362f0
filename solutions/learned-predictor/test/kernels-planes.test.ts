import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyBf16,
  anyByte,
  expectJunk,
  expectSame,
  guardBytes,
  guarded,
  junk,
  property,
  someBytes,
} from './kernel-helpers.ts';
import { kernels, put, releaseAll, room, u8At, u16At, u32At } from './kernels.ts';
import { checksum } from './reference/checksum.ts';
import { histogramBytes } from './reference/histogram.ts';
import { mergePlanes, splitPlanes } from './reference/planes.ts';

describe('planes', () => {
  const groupsOf16 = (count: number): number => Math.ceil(count / 16) * 16;

  function split(values: Uint16Array) {
    const whole = groupsOf16(values.length);
    const exponents = guarded(whole);
    const rest = guarded(whole);
    kernels.splitPlanes(put(values, guardBytes, junk), exponents.at, rest.at, values.length);
    exponents.expectGuards();
    rest.expectGuards();
    return { exponents: u8At(exponents.at, values.length), rest: u8At(rest.at, values.length) };
  }

  function merge(exponents: Uint8Array, rest: Uint8Array): Uint16Array {
    const values = guarded(2 * groupsOf16(exponents.length));
    kernels.mergePlanes(put(exponents), put(rest), values.at, exponents.length);
    values.expectGuards();
    return u16At(values.at, exponents.length);
  }

  it('splits and merges every value', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const expected = splitPlanes(all);
    const { exponents, rest } = split(all);
    expectSame(exponents, expected.exponents);
    expectSame(rest, expected.rest);
    expectSame(merge(exponents, rest), all);
    expectSame(mergePlanes(expected), all);
  });

  it('splits any number of values', () => {
    property(fc.array(anyBf16, { maxLength: 100 }), (values) => {
      expect(split(Uint16Array.from(values))).toEqual(splitPlanes(Uint16Array.from(values)));
    });
  });

  it('merges any bytes', () => {
    property(fc.array(fc.tuple(anyByte, anyByte), { maxLength: 100 }), (pairs) => {
      const exponents = Uint8Array.from(pairs, ([exponent]) => exponent);
      const rest = Uint8Array.from(pairs, ([, byte]) => byte);
      expect(merge(exponents, rest)).toEqual(mergePlanes({ exponents, rest }));
    });
  });
});

describe('checksum', () => {
  function checksumOf(bytes: Uint8Array, start: number, offset: number): number {
    const at = room(offset + bytes.length, 128, junk) + offset;
    new Uint8Array(kernels.memory.buffer).set(bytes, at);
    const sum = kernels.checksum(at, bytes.length, start) >>> 0;
    const whole = Math.ceil(bytes.length / 64) * 64;
    expectSame(u8At(at, bytes.length), bytes);
    expectSame(u8At(at + bytes.length, whole - bytes.length), new Uint8Array(whole - bytes.length));
    expectJunk(at + whole, at + whole + guardBytes);
    return sum;
  }

  const anySeed = fc.oneof(fc.constantFrom(0, 0xffffffff), fc.integer({ min: 0, max: 0xffffffff }));

  it('is that of the reference for bytes anywhere', () => {
    const cases = fc.tuple(someBytes(300), anySeed, fc.integer({ min: 0, max: 17 }));
    property(cases, ([bytes, start, offset]) => {
      expect(checksumOf(bytes, start, offset)).toBe(checksum(bytes, start));
    });
  });

  it('tells every length of zeros, and every bit, apart', () => {
    releaseAll();
    const zeros = Array.from({ length: 200 }, (_, length) => checksumOf(new Uint8Array(length), 0, 0));
    const flips = Array.from({ length: 8 * 130 }, (_, bit) => {
      const bytes = new Uint8Array(130);
      bytes[bit >> 3] = 1 << (bit & 7);
      return checksumOf(bytes, 0, 0);
    });
    expect(new Set([...zeros, ...flips]).size).toBe(zeros.length + flips.length);
  });
});

describe('histogram', () => {
  it('counts what the reference counts', () => {
    property(someBytes(400), (bytes) => {
      const counts = guarded(4 * 4 * 256);
      kernels.histogramBytes(put(bytes, guardBytes, junk), bytes.length, counts.at);
      counts.expectGuards();
      expectSame(u32At(counts.at, 256), histogramBytes(bytes));
    });
  });
});
