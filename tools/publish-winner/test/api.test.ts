import { makeMatrix } from '@matrix-arena/testkit/matrices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../src/runtime/index.ts';
import { failureOf, lastPackage, libraries, library, packages } from './installed.ts';

const seed = Number(process.env.ARENA_SEED ?? 1);
const runs = { numRuns: 60, seed };
const values = fc.uint8Array({ maxLength: 400 }).map((bytes) => bytes.subarray(0, bytes.length & ~1));
const activations = makeMatrix('activations', 24, 32, 1);

function restoredLike({ bytes, rows, cols, dtype }: Matrix): object {
  return { bytes: Uint8Array.from(bytes), rows, cols, dtype };
}

describe.each(libraries)('the package of $winner', ({ winner, library: own }) => {
  it('restores any values as one row', async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom(...own.levels), async (bytes, level) => {
        const matrix = await own.decompress(await own.compress(bytes, { level }));
        expect(matrix).toEqual(restoredLike({ bytes, rows: 1, cols: bytes.length / 2, dtype: 'bf16' }));
      }),
      runs,
    );
  });

  it('restores matrices with their shapes, those without values too', async () => {
    for (const [rows, cols] of [
      [0, 0],
      [0, 7],
      [7, 0],
      [1, 1],
      [3, 5],
      [40, 64],
    ]) {
      const matrix = makeMatrix('activations', rows, cols, seed);
      expect(await own.decompress(await own.compress(matrix))).toEqual(restoredLike(matrix));
    }
  });

  it('compresses: the best level beats the stored values, by a frame of its winner', async () => {
    const packed = await own.compress(activations);
    const stored = await own.compress(activations, { level: 'store' });
    expect(packed.length).toBeLessThan(0.95 * stored.length);
    expect((await own.inspect(packed)).solution?.name).toBe(winner);
    expect((await own.inspect(stored)).solution).toBe(null);
  });

  it('takes a known number of bytes around a frame', async () => {
    const { overheadBytes, compressedBytes, blocks } = await own.inspect(await own.compress(activations));
    expect(overheadBytes).toBe(28 + winner.length + 13);
    expect(compressedBytes).toBe(overheadBytes + blocks[0].compressedBytes);
  });

  it('tells where the bits go, or that its solution does not tell', async () => {
    const { parts, blocks } = await own.inspect(await own.compress(activations));
    const bits = parts?.reduce((sum, part) => sum + part.bits, 0);
    if (parts !== null) expect(bits).toBeCloseTo(8 * blocks[0].compressedBytes, 3);
    expect(parts).not.toEqual([]);
  });

  it('makes a codec that does not wait', async () => {
    const codec = await own.createCodec();
    expect(codec.decompress(codec.compress(activations))).toEqual(restoredLike(activations));
    const store = await own.createCodec({ level: 'store' });
    expect(store.decompress(codec.compress(activations))).toEqual(restoredLike(activations));
    expect(codec.decompress(store.compress(activations))).toEqual(restoredLike(activations));
  });
});

describe('an input', () => {
  it('is left alone, may lie at any offset, and may be a Buffer', async () => {
    const around = Buffer.alloc(activations.bytes.length + 3, 7);
    around.set(activations.bytes, 1);
    const bytes = around.subarray(1, -2);
    for (const level of library.levels) {
      const packed = await library.compress({ ...activations, bytes }, { level });
      const { bytes: restored } = await library.decompress(Buffer.from(packed));
      expect(Buffer.compare(restored, activations.bytes)).toBe(0);
      restored.fill(1);
      packed.fill(1);
      expect(Buffer.compare(bytes, activations.bytes)).toBe(0);
    }
  });

  it.each([
    ['an odd number of bytes', () => library.compress(new Uint8Array(3)), 'number of bytes'],
    ['no bytes', () => library.compress('ab' as never), 'matrix'],
    ['another dtype', () => library.compress({ ...activations, dtype: 'f16' as never }), 'matrix.dtype'],
    ['another shape', () => library.compress({ ...activations, rows: 2 }), 'matrix.bytes.length'],
    ['an unknown level', () => library.compress(activations, { level: 'fast' as never }), 'level'],
    ['an unknown reach', () => library.createCodec({ reads: 'none' as never }), 'reads'],
    ['a limit that is no number', () => library.decompress(new Uint8Array(), { maxBytes: NaN }), 'maxBytes'],
    ['a limit in words', () => library.createCodec({ maxBytes: '10' as never }), 'maxBytes'],
    ['no container', () => library.decompress([1, 2] as never), 'frame'],
  ])('%s is refused by a typed error', async (_, work, what) => {
    const error = await failureOf(work);
    expect(error).toBeInstanceOf(library.CodecError);
    expect(error).toMatchObject({ kind: 'invalid-argument', codec: '@matrix-arena/codec' });
    expect((error as { what: string }).what).toContain(what);
  });

  it('beyond 256 MiB is refused', async () => {
    const error = await failureOf(() => library.compress(new Uint8Array(2 ** 28 + 2)));
    expect(error).toMatchObject({ kind: 'limit-exceeded' });
  });
});

describe('the packages of several winners', () => {
  it('the last one reads what every earlier one wrote', async () => {
    expect(library.readableSolutions().map(({ name }) => name)).toEqual(
      packages.map(({ winner }) => winner).reverse(),
    );
    const reader = await library.createCodec({ reads: 'all' });
    for (const { library: own } of libraries) {
      const packed = await own.compress(activations);
      expect(await library.decompress(packed)).toEqual(restoredLike(activations));
      expect(reader.decompress(packed)).toEqual(restoredLike(activations));
      expect((await library.inspect(packed)).rows).toBe(24);
    }
  });

  it('an earlier one names what it cannot read, and says to update', async () => {
    const packed = await library.compress(activations);
    const error = await failureOf(() => libraries[0].library.decompress(packed));
    expect(error).toMatchObject({ kind: 'unsupported-version', what: 'solution' });
    expect((error as Error).message).toMatch(
      new RegExp(`got ${lastPackage.winner} v\\d+; update @matrix-arena/codec`),
    );
  });

  it('a codec that reads the winner alone says how to read the others', async () => {
    const codec = await library.createCodec();
    const packed = await libraries[0].library.compress(activations);
    const error = await failureOf(() => codec.decompress(packed));
    expect(error).toMatchObject({ kind: 'unsupported-version' });
    expect((error as Error).message).toContain("reads: 'all'");
  });
});
