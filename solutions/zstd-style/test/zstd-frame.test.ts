import { FrameReader } from '@matrix-arena/contract';
import { beforeAll, expect, it } from 'vitest';
import { decodeStream, readStream } from '../src/streams.ts';
import { encodeZstd, loadZstd } from '../src/zstd.ts';
import { refusal } from './codec.ts';

beforeAll(loadZstd);

// Fields of a zstd frame, written down by hand from RFC 8878.
const magic = [0x28, 0xb5, 0x2f, 0xfd];
/** A raw block of five bytes, and a last one that stands for eleven. */
const blocks = [5 << 3, 0, 0, 0x11, 0x11, 0x11, 0x11, 0x11, (11 << 3) | 3, 0, 0, 0x22];
const content = [...Array(5).fill(0x11), ...Array(11).fill(0x22)];

/** Reads and decodes a stream of at most 16 bytes that is a zstd frame. */
function decode(zstdFrame: readonly number[], maxBytes = 16): Uint8Array {
  const frame = Uint8Array.of(1, ...zstdFrame);
  const reader = new FrameReader(frame, 'zstd-style');
  const stream = readStream(reader, frame, maxBytes);
  reader.end();
  return decodeStream(stream);
}

it.for([
  ['one byte', [0x20, 16]],
  ['four bytes, and a window', [0x80, 0x00, 16, 0, 0, 0]],
  ['eight bytes', [0xe0, 16, 0, 0, 0, 0, 0, 0, 0]],
])('decodes a frame that was written by hand, with a size of %s', ([, head]) => {
  expect([...decode([...magic, ...head, ...blocks] as number[])]).toEqual(content);
});

it.for([0, 1, 255, 256, 257, 65_535, 65_536, 65_792, 600_000])(
  'finds the end of the frame that the library makes of %i bytes',
  (count) => {
    const bytes = Uint8Array.from({ length: count }, (_, i) => Math.imul(i, i) >>> (i % 7));
    expect(Buffer.compare(decode([...encodeZstd(bytes)], count), bytes)).toBe(0);
  },
);

it.for<[string, readonly number[], string]>([
  [
    'no content size',
    [...magic, 0, 0, ...blocks],
    'corrupt: zstd-style: zstd content size: expected a number, got none',
  ],
  [
    'a larger content',
    [...magic, 0x20, 17, ...blocks],
    'corrupt: zstd-style: stream size: expected at most 16, got 17',
  ],
  [
    'a content of 256 bytes, for which the field of two bytes says 0',
    [...magic, 0x60, 0, 0, ...blocks],
    'corrupt: zstd-style: stream size: expected at most 16, got 256',
  ],
  [
    'a content of 4 GiB and 16 bytes',
    [...magic, 0xe0, 16, 0, 0, 0, 1, 0, 0, 0, ...blocks],
    'corrupt: zstd-style: stream size: expected at most 16, got 4294967312',
  ],
  ['a dictionary', [...magic, 0x21, 7, 16, ...blocks], descriptorRefusal(1)],
  ['a checksum of its own', [...magic, 0x24, 16, ...blocks, 0, 0, 0, 0], descriptorRefusal(4)],
  ['the reserved bit', [...magic, 0x28, 16, ...blocks], descriptorRefusal(8)],
  [
    'a skippable frame in front',
    [0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0, ...magic, 0x20, 16, ...blocks],
    'corrupt: zstd-style: zstd magic: expected 4247762216, got 407710288',
  ],
  [
    'a second frame',
    [...magic, 0x20, 16, ...blocks, ...magic, 0x20, 16, ...blocks],
    'corrupt: zstd-style: frame length in bytes: expected 19, got 37',
  ],
  [
    'a reserved block',
    [...magic, 0x20, 16, 7, 0, 0],
    'corrupt: zstd-style: zstd block type: expected at most 2, got 3',
  ],
  ['more content than declared', [...magic, 0x20, 15, ...blocks], 'corrupt: zstd-style: zstd frame: corrupt'],
  [
    'less content than declared',
    [...magic, 0x20, 16, ...blocks.slice(8)],
    'corrupt: zstd-style: zstd frame: corrupt',
  ],
  [
    'an early end',
    [...magic, 0x20, 16, ...blocks.slice(0, -1)],
    'truncated: zstd-style: zstd block: expected 1 bytes at offset 18, got 0',
  ],
])('refuses a frame with %s', ([, zstdFrame, message]) => {
  expect(refusal(() => decode(zstdFrame))).toBe(message);
});

function descriptorRefusal(got: number): string {
  return `corrupt: zstd-style: zstd reserved bit, checksum and dictionary: expected 0, got ${got}`;
}
