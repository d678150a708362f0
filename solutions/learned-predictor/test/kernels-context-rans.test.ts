import { type RandomSource, randomSource } from '@matrix-arena/testkit/matrices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyByte,
  expectJunk,
  expectSame,
  guarded,
  junk,
  learnedTables,
  makeShares,
  property,
  putAtEndOfMemory,
  randomBytes,
  seed,
  seeds,
  shareKinds,
} from './kernel-helpers.ts';
import { kernels, put, releaseAll, room, u8At } from './kernels.ts';
import { type ContextTables, decodeInContexts, encodeInContexts } from './reference/context-rans.ts';
import { entriesOfShares, ownersOf, packEntries } from './reference/tables.ts';

describe('rANS in contexts', () => {
  const headBytes = 64;

  /** 256 contexts of 32 symbols: tables of all kinds. */
  const manyTables: ContextTables = Array.from({ length: 256 }, (_, context) => {
    const kind = shareKinds[context % shareKinds.length] ?? 'one';
    return entriesOfShares(makeShares(kind, 32, randomSource(seed + context)));
  });
  const allTables: readonly ContextTables[] = [...learnedTables, manyTables];

  const packed = allTables.map((tables) =>
    Uint32Array.from(tables.flatMap((entries) => [...packEntries(entries)])),
  );
  const owners = allTables.map((tables) =>
    Uint8Array.from(tables.flatMap((entries) => [...ownersOf(entries)])),
  );

  interface Coded {
    readonly tables: number;
    readonly contexts: Uint8Array;
    readonly symbols: Uint8Array;
  }

  /** Symbols are as frequent as their tables say, or all that can occur are alike. */
  function makeCoded(tables: number, count: number, random: RandomSource, isLikely: boolean): Coded {
    const contextCount = allTables[tables]?.length ?? 0;
    const few = 1 + random.below(contextCount);
    const contexts = Uint8Array.from({ length: count }, () => random.below(few));
    const symbols = contexts.map((context) => {
      const entries = allTables[tables]?.[context] ?? [];
      const symbol = owners[tables]?.[4096 * context + random.below(4096)] ?? 0;
      if (isLikely && entries[symbol]?.frequency) return symbol;
      const present = entries.flatMap(({ frequency }, i) => (frequency > 0 ? [i] : []));
      return present[random.below(present.length)] ?? 0;
    });
    return { tables, contexts, symbols };
  }

  const cases = fc
    .tuple(fc.integer({ min: 0, max: allTables.length - 1 }), fc.integer({ min: 0, max: 20 }), seeds)
    .map(([tables, groups, from]) => makeCoded(tables, 16 * groups, randomSource(from), from % 2 === 0));

  function encode({ tables, contexts, symbols }: Coded, isContextFirst: boolean): Uint8Array {
    const count = symbols.length;
    const early = isContextFirst ? put(contexts) : 0;
    const symbolsAt = put(symbols);
    const contextsAt = early || put(contexts);
    const roomBytes = headBytes + 2 * count + 8;
    const out = guarded(roomBytes);
    const end = out.at + roomBytes;
    const entries = put(packed[tables] ?? new Uint32Array());
    const begin = kernels.encodeInContexts(contextsAt, symbolsAt, count, entries, end);
    out.expectGuards();
    expect(begin).toBeGreaterThanOrEqual(out.at + 8);
    expectJunk(out.at, begin - 8);
    return u8At(begin, end - begin);
  }

  /** In pieces of some groups each, as rows are. */
  function decode(stream: Uint8Array, { tables, contexts }: Coded, groupsAtOnce: number) {
    const count = contexts.length;
    const src = put(stream, headBytes + 2 * count + 8, junk);
    const contextsAt = put(contexts);
    const symbols = guarded(count);
    const ownersAt = put(owners[tables] ?? new Uint8Array());
    const entries = put(packed[tables] ?? new Uint32Array());
    const coder = guarded(76);
    kernels.startCoder(coder.at, src, ownersAt, entries);
    for (let i = 0; i < count; i += 16 * groupsAtOnce) {
      const length = Math.min(16 * groupsAtOnce, count - i);
      kernels.decodeInContexts(coder.at, contextsAt + i, symbols.at + i, length);
    }
    coder.expectGuards();
    symbols.expectGuards();
    return {
      symbols: u8At(symbols.at, count),
      cursor: kernels.coderCursor(coder.at) - src,
      isAtEnd: kernels.isCoderAtEnd(coder.at) === 1,
    };
  }

  it('is that of the reference in both directions', () => {
    const withPieces = fc.tuple(cases, fc.integer({ min: 1, max: 30 }), fc.boolean());
    property(
      withPieces,
      ([coded, groupsAtOnce, isContextFirst]) => {
        const { tables, contexts, symbols } = coded;
        const stream = encodeInContexts(contexts, symbols, allTables[tables] ?? []);
        expectSame(encode(coded, isContextFirst), stream);
        const decoded = [
          decode(stream, coded, groupsAtOnce),
          decodeInContexts(stream, contexts, allTables[tables] ?? []),
        ];
        for (const { symbols: same, cursor, isAtEnd } of decoded) {
          expectSame(same, symbols);
          expect({ cursor, isAtEnd }).toEqual({ cursor: stream.length, isAtEnd: true });
        }
      },
      200,
    );
  });

  it('codes every symbol that can occur in every context', () => {
    allTables.forEach((tables, i) => {
      releaseAll();
      const pairs = tables.flatMap((entries, context) =>
        entries.flatMap(({ frequency }, symbol) => (frequency > 0 ? [{ context, symbol }] : [])),
      );
      pairs.push(...Array.from({ length: 16 - (pairs.length % 16) }, () => ({ context: 0, symbol: 0 })));
      const mostly = manyTables === tables ? manyTables[0]?.findIndex(({ frequency }) => frequency > 0) : 0;
      const coded = {
        tables: i,
        contexts: Uint8Array.from(pairs, ({ context }) => context),
        symbols: Uint8Array.from(pairs, ({ context, symbol }) => (context === 0 ? (mostly ?? 0) : symbol)),
      };
      const stream = encodeInContexts(coded.contexts, coded.symbols, tables);
      expectSame(encode(coded, false), stream);
      expectSame(decode(stream, coded, 1000).symbols, coded.symbols);
    });
  });

  it('is not at the end before the last symbol', () => {
    releaseAll();
    const coded = makeCoded(0, 16 * 20, randomSource(seed), true);
    const stream = encode(coded, true);
    for (let groups = 1; groups < 20; groups++) {
      const part = { ...coded, contexts: coded.contexts.subarray(0, 16 * groups) };
      expect(decode(stream, part, 1000).isAtEnd).toBe(false);
    }
    expect(decode(stream, coded, 1000).isAtEnd).toBe(true);
  });

  it('reports nearly all streams with a bit turned over', () => {
    const random = randomSource(seed);
    let unreported = 0;
    for (let trial = 0; trial < 500; trial++) {
      releaseAll();
      const coded = makeCoded(trial % learnedTables.length, 16 * 30, random, true);
      const stream = encodeInContexts(coded.contexts, coded.symbols, allTables[coded.tables] ?? []);
      const bit = random.below(8 * stream.length);
      stream[bit >> 3] = (stream[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (decode(stream, coded, 7).isAtEnd) unreported++;
    }
    expect(unreported).toBeLessThan(20);
  });

  it('reports streams cut short and bytes at random', () => {
    const random = randomSource(seed);
    const coded = makeCoded(0, 16 * 20, random, true);
    const stream = encodeInContexts(coded.contexts, coded.symbols, allTables[coded.tables] ?? []);
    for (let length = 0; length < stream.length; length++) {
      releaseAll();
      expect(decode(stream.subarray(0, length), coded, 1000).isAtEnd).toBe(false);
      expect(decode(randomBytes(random, length), coded, 1000).isAtEnd).toBe(false);
    }
  });

  it('reads no more than its doc comment says, up to the end of memory', () => {
    property(fc.tuple(cases, anyByte), ([{ tables, contexts }, byte]) => {
      const count = contexts.length;
      const symbols = guarded(count);
      const contextsAt = put(contexts);
      const ownersAt = put(owners[tables] ?? new Uint8Array());
      const entries = put(packed[tables] ?? new Uint32Array());
      const coder = room(76);
      const src = putAtEndOfMemory(new Uint8Array(headBytes + 2 * count + 8).fill(byte));
      kernels.startCoder(coder, src, ownersAt, entries);
      kernels.decodeInContexts(coder, contextsAt, symbols.at, count);
      symbols.expectGuards();
    });
  });
});
