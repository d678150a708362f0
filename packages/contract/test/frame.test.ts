import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader, isCodecError, matrixChecksum, xxh32 } from '../src/index.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);

describe('FrameReader', () => {
  it('takes a frame whose buffer is detached for an empty one', () => {
    const frame = new Uint8Array(8);
    structuredClone(frame, { transfer: [frame.buffer] });
    expect(() => new FrameReader(frame, 'demo').u8('version')).toThrow(
      expect.objectContaining({ kind: 'truncated' }),
    );
  });

  const frame = Uint8Array.of(0x4d, 0x41, 0x54, 0x31, 7, 0x34, 0x12, 0x78, 0x56, 0x34, 0x92, 1, 2, 3);

  it('reads little-endian fields in order', () => {
    const reader = new FrameReader(frame, 'demo');
    reader.magic('MAT1');
    reader.formatVersion(7);
    expect(reader.u16('mode')).toBe(0x1234);
    expect(reader.u32('count')).toBe(0x92345678);
    expect([...reader.bytes(3, 'payload')]).toEqual([1, 2, 3]);
    expect(() => reader.end()).not.toThrow();
  });

  it('works on a view into a larger buffer', () => {
    const reader = new FrameReader(Uint8Array.of(9, 9, 9, 1, 0, 9).subarray(3, 5), 'demo');
    expect(reader.u16('field')).toBe(1);
    expect(() => reader.u8('next')).toThrow('demo: next: expected 1 bytes at offset 2, got 0');
  });

  it.each([
    [
      'truncated',
      () => new FrameReader(frame, 'demo').bytes(15, 'payload'),
      'demo: payload: expected 15 bytes at offset 0, got 14',
    ],
    [
      'truncated',
      () => new FrameReader(frame.subarray(0, 2), 'demo').magic('MAT1'),
      'demo: magic: expected 4 bytes at offset 0, got 2',
    ],
    [
      'corrupt',
      () => new FrameReader(frame, 'demo').magic('MAT2'),
      'demo: magic: expected "MAT2", got "MAT1"',
    ],
    [
      'unsupported-version',
      () => new FrameReader(frame, 'demo').formatVersion(1),
      'demo: format version: expected 1, got 77',
    ],
    [
      'corrupt',
      () => new FrameReader(frame, 'demo').end(),
      'demo: frame length in bytes: expected 0, got 14',
    ],
    [
      'invalid-argument',
      () => new FrameReader(null as never, 'demo'),
      'demo: frame: expected a Uint8Array, got null',
    ],
    [
      'invalid-argument',
      () => new FrameReader([1] as never, 'demo'),
      'demo: frame: expected a Uint8Array, got object',
    ],
  ] as const)('throws %s', (kind, read, message) => {
    expect(read).toThrow(message);
    try {
      read();
    } catch (error) {
      expect(isCodecError(error, kind)).toBe(true);
    }
  });
});

describe('xxh32', () => {
  const text = (string: string): Uint8Array => new TextEncoder().encode(string);

  // Made with the reference implementation, xxhsum 0.8.1.
  it.each([
    ['', 0x02cc5d05],
    ['a', 0x550d7456],
    ['abc', 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0xe2293b2f],
  ])('of %j agrees with the reference', (string, hash) => {
    expect(xxh32(text(string))).toBe(hash);
  });

  it('does not depend on where the bytes lie', () => {
    const anywhere = fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(7), (bytes, offset) => {
      const moved = new Uint8Array(bytes.length + offset);
      moved.set(bytes, offset);
      const buffer = Buffer.from(moved.buffer, offset);
      return xxh32(moved.subarray(offset)) === xxh32(bytes) && xxh32(buffer) === xxh32(bytes);
    });
    fc.assert(anywhere, { seed });
  });

  it('sees every flipped bit', () => {
    const bytes = text('a frame of forty-three bytes, not aligned..');
    const hash = xxh32(bytes);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >>> 3] ^= 1 << (bit & 7);
      expect(xxh32(flipped)).not.toBe(hash);
    }
  });
});

describe('matrixChecksum', () => {
  const matrix = { bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), rows: 2, cols: 2, dtype: 'bf16' } as const;

  it('is the hash of rows, columns and the hash of the bytes', () => {
    const words = Uint32Array.of(2, 2, xxh32(matrix.bytes));
    expect(matrixChecksum(matrix)).toBe(xxh32(new Uint8Array(words.buffer)));
  });

  it('sees a change of the shape alone', () => {
    expect(matrixChecksum({ ...matrix, rows: 1, cols: 4 })).not.toBe(matrixChecksum(matrix));
    const empty = { ...matrix, bytes: new Uint8Array(0), rows: 0 };
    expect(matrixChecksum({ ...empty, cols: 4 })).not.toBe(matrixChecksum({ ...empty, cols: 5 }));
  });
});
