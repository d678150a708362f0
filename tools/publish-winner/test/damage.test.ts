import { makeMatrix } from '@matrix-arena/testkit/matrices';
import { describe, expect, it } from 'vitest';
import { failureOf, libraries, library } from './installed.ts';

const matrix = makeMatrix('near-copies', 12, 16, 1);

/** Cuts a container short, flips its bits, and looks at every answer. */
describe.each(libraries)('a container of $winner', ({ library: own }) => {
  it.each(own.levels)('cut short anywhere is no container (%s)', async (level) => {
    const packed = await own.compress(matrix, { level });
    for (let length = 0; length < packed.length; length++) {
      const error = await failureOf(() => own.decompress(packed.subarray(0, length)));
      expect([length, (error as { kind?: string }).kind]).toEqual([length, 'truncated']);
    }
  });

  it('with any bit flipped is refused by a typed error', async () => {
    const packed = await own.compress(matrix);
    for (let bit = 0; bit < 8 * packed.length; bit++) {
      const flipped = packed.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      const error = await failureOf(() => own.decompress(flipped));
      expect([bit, error instanceof own.CodecError]).toEqual([bit, true]);
    }
  });
});

describe('a hostile container', () => {
  /** Header of a container without a solution: 7 bytes, then the first block's header. */
  async function storedWith(edit: (view: DataView) => void): Promise<unknown> {
    const packed = await library.compress(matrix, { level: 'store' });
    edit(new DataView(packed.buffer, packed.byteOffset + 7));
    return failureOf(() => library.decompress(packed));
  }

  it.each([
    ['content beyond the limit', (view: DataView) => view.setUint32(1, 0xfffffffe, true), 'limit-exceeded'],
    ['an odd number of bytes', (view: DataView) => setSizes(view, 3), 'corrupt'],
    ['no content', (view: DataView) => setSizes(view, 0), 'corrupt'],
    ['a payload of another size', (view: DataView) => view.setUint32(5, 0xffffffff, true), 'corrupt'],
    ['a coded block without a solution', (view: DataView) => view.setUint8(0, 1), 'corrupt'],
    ['a block of an unknown kind', (view: DataView) => view.setUint8(0, 3), 'corrupt'],
    ['256 MiB that are not there', (view: DataView) => setSizes(view, 2 ** 28), 'truncated'],
  ])('with %s is refused before anything is allocated for it', async (_, edit, kind) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(await storedWith(edit)).toMatchObject({ kind });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
  });

  it('with something behind its end is refused', async () => {
    const packed = await library.compress(matrix);
    const longer = new Uint8Array(packed.length + 1);
    longer.set(packed);
    expect(await failureOf(() => library.decompress(longer))).toMatchObject({ kind: 'corrupt' });
  });

  it('of a later container version is named', async () => {
    const packed = await library.compress(matrix);
    packed[4] = 2;
    expect(await failureOf(() => library.decompress(packed))).toMatchObject({ kind: 'unsupported-version' });
  });

  it('with blocks in another order is refused, though each is sound', async () => {
    const packed = await library.compress(matrix, { level: 'store' });
    const twice = new Uint8Array(await streamed(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])));
    const [first, second] = [twice.slice(7, 24), twice.slice(24, 41)];
    twice.set(second, 7);
    twice.set(first, 24);
    expect(packed.length).toBeGreaterThan(41);
    expect(await failureOf(() => library.decompress(twice))).toMatchObject({ what: 'end checksum' });
  });

  it('with more content than the caller allows is refused', async () => {
    const packed = await library.compress(matrix);
    const maxBytes = matrix.bytes.length - 1;
    expect(await failureOf(() => library.decompress(packed, { maxBytes }))).toMatchObject({
      kind: 'limit-exceeded',
    });
    expect((await library.decompress(packed, { maxBytes: matrix.bytes.length })).rows).toBe(12);
  });
});

/** Sizes of content and payload. */
function setSizes(view: DataView, bytes: number): void {
  view.setUint32(1, bytes, true);
  view.setUint32(5, bytes, true);
}

async function streamed(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const transform = new library.CompressionTransform({ level: 'store', blockBytes: 4 });
  return new Response(new Blob([bytes]).stream().pipeThrough(transform)).arrayBuffer();
}
