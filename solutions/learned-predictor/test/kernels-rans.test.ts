import { randomSource } from '@matrix-arena/testkit/matrices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyByte,
  drawSymbols,
  expectJunk,
  expectSame,
  guardBytes,
  guarded,
  junk,
  makeShares,
  property,
  putAtEndOfMemory,
  randomBytes,
  seed,
  seeds,
  shareKinds,
} from './kernel-helpers.ts';
import { kernels, put, releaseAll, u8At } from './kernels.ts';
import { decodeRans, encodeRans, orderZeroStates } from './reference/rans.ts';
import { type Entry, entriesOf, entriesOfShares, packEntries, slotsOf } from './reference/tables.ts';

describe('rANS of order 0', () => {
  const group = orderZeroStates;
  const headBytes = 4 * group;

  /** Downwards from the end of what the doc comment says is room enough. */
  function encode(symbols: Uint8Array, entries: readonly Entry[]): Uint8Array {
    const roomBytes = headBytes + 2 * symbols.length + 8;
    const out = guarded(roomBytes);
    const end = out.at + roomBytes;
    const table = put(packEntries(entries), guardBytes, junk);
    const begin = kernels.encodeRans(put(symbols, guardBytes, junk), symbols.length, table, end);
    out.expectGuards();
    expect(begin).toBeGreaterThanOrEqual(out.at + 8);
    expectJunk(out.at, begin - 8);
    return u8At(begin, end - begin);
  }

  /** Whatever lies behind the stream. */
  function decode(stream: Uint8Array, count: number, entries: readonly Entry[]) {
    const src = put(stream, headBytes + 2 * count + 8, junk);
    const symbols = guarded(count);
    const end = kernels.decodeRans(src, symbols.at, count, put(slotsOf(entries), guardBytes, junk));
    symbols.expectGuards();
    return { symbols: u8At(symbols.at, count), cursor: end - src, isAtEnd: end !== 0 };
  }

  function expectSameCoding(symbols: Uint8Array, entries: readonly Entry[]): Uint8Array {
    const stream = encodeRans(symbols, entries);
    expectSame(encode(symbols, entries), stream);
    for (const decoded of [
      decode(stream, symbols.length, entries),
      decodeRans(stream, symbols.length, entries),
    ]) {
      expectSame(decoded.symbols, symbols);
      expect(decoded).toMatchObject({ cursor: stream.length, isAtEnd: true });
    }
    return stream;
  }

  it('is that of the reference in both directions', () => {
    const cases = fc.tuple(
      fc.constantFrom(...shareKinds),
      fc.constantFrom(1, 2, 3, 16, 255, 256),
      fc.integer({ min: 0, max: 16 }),
      seeds,
    );
    property(
      cases,
      ([kind, count, groups, from]) => {
        const random = randomSource(from);
        const entries = entriesOfShares(makeShares(kind, count, random));
        expectSameCoding(drawSymbols(entries, group * groups, random), entries);
      },
      200,
    );
  });

  it('divides exactly by every frequency', () => {
    const random = randomSource(seed);
    for (let frequency = 1; frequency <= 4095; frequency++) {
      if (frequency % 64 === 0) releaseAll();
      const entries = entriesOf([frequency, 4096 - frequency]);
      const symbols = Uint8Array.from({ length: 6 * group }, () => random.below(2));
      expectSame(encode(symbols, entries), encodeRans(symbols, entries));
    }
  });

  it('takes next to nothing for the only symbol of a table', () => {
    releaseAll();
    for (const symbol of [0, 1, 255]) {
      const entries = entriesOfShares(Array.from({ length: 256 }, (_, i) => (i === symbol ? 1 : 0)));
      expect(entries[symbol]).toEqual({ frequency: 4095, start: 0 });
      const stream = expectSameCoding(new Uint8Array(32_000).fill(symbol), entries);
      expect(stream.length).toBeLessThan(headBytes + 64);
    }
  });

  it('takes three bytes for two of the rarest symbols', () => {
    releaseAll();
    const entries = entriesOf([1, 4094, 1]);
    const symbols = Uint8Array.from({ length: 3200 }, (_, i) => 2 * (i % 2));
    const stream = expectSameCoding(symbols, entries);
    expect(Math.abs(stream.length - headBytes - 1.5 * 3200)).toBeLessThanOrEqual(64);
  });

  // Not all: a bit that turns a symbol into another one of the same frequency leaves all else as it was.
  it('reports nearly all streams with a bit turned over', () => {
    const random = randomSource(seed);
    const entries = entriesOfShares(makeShares('random', 64, random));
    const symbols = drawSymbols(entries, group * 40, random);
    const stream = encodeRans(symbols, entries);
    let unreported = 0;
    for (let trial = 0; trial < 1000; trial++) {
      releaseAll();
      const damaged = stream.slice();
      const bit = random.below(8 * stream.length);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decoded = decode(damaged, symbols.length, entries);
      if (decoded.isAtEnd) unreported++;
    }
    expect(unreported).toBeLessThan(40);
  });

  it('reports streams cut short and bytes at random', () => {
    const random = randomSource(seed);
    const entries = entriesOfShares(makeShares('geometric', 40, random));
    const symbols = drawSymbols(entries, group * 20, random);
    const stream = encodeRans(symbols, entries);
    for (let length = 0; length < stream.length; length++) {
      releaseAll();
      expect(decode(stream.subarray(0, length), symbols.length, entries).isAtEnd).toBe(false);
      const noise = decode(randomBytes(random, length), symbols.length, entries);
      expect(noise.isAtEnd).toBe(false);
    }
  });

  it('reads no more than its doc comment says, up to the end of memory', () => {
    const tables = [[4095], [1, 4094, 1], [0, 0, 4095]].map(entriesOf);
    property(
      fc.tuple(fc.constantFrom(...tables), anyByte, fc.integer({ min: 0, max: 9 })),
      ([entries, byte, groups]) => {
        const count = group * groups;
        const readable = headBytes + 2 * count + 8;
        const symbols = guarded(count);
        const slots = put(slotsOf(entries));
        const src = putAtEndOfMemory(new Uint8Array(readable).fill(byte));
        kernels.decodeRans(src, symbols.at, count, slots);
        symbols.expectGuards();
      },
    );
  });
});
