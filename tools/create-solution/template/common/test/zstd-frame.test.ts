import { isCodecError } from '@matrix-arena/contract';
import { expect, it } from 'vitest';
import { assertZstdFrame } from '../src/zstd-frame.ts';

/** Parts of zstd frames, written down by hand from RFC 8878. The content is 16 bytes, five and eleven that are equal. */
const magic = [0x28, 0xb5, 0x2f, 0xfd];
/** Single segment, no checksum, content size in one byte. */
const singleSegment = [0x20, 16];
const rawBlock = [5 << 3, 0, 0, 0x11, 0x11, 0x11, 0x11, 0x11];
const lastRun = [(11 << 3) | (1 << 1) | 1, 0, 0, 0x22];
const blocks = [...rawBlock, ...lastRun];
const whole = [...magic, ...singleSegment, ...blocks];
const emptyFrame = [...magic, 0x20, 0, 1, 0, 0];
const skippableFrame = [0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 0xff];
const zstdChecksum = [1, 2, 3, 4];

/** Kind and reason of the refusal; the name in front of the reason is left out. */
function refusal(zstdFrame: readonly number[]): string {
  try {
    assertZstdFrame(Uint8Array.from(zstdFrame), 16);
  } catch (error) {
    if (isCodecError(error)) return `${error.kind}: ${error.message.replace(/^.*?: /, '')}`;
    throw error;
  }
  return 'none';
}

it.for<[string, readonly number[]]>([
  ['a size in one byte', whole],
  ['a window and a size in four bytes', [...magic, 0x80, 0, 16, 0, 0, 0, ...blocks]],
  ['a window and a size in eight bytes', [...magic, 0xc0, 0, 16, 0, 0, 0, 0, 0, 0, 0, ...blocks]],
  ['a checksum', [...magic, 0x24, 16, ...blocks, ...zstdChecksum]],
])('lets a frame pass with %s', ([, zstdFrame]) => {
  expect(refusal(zstdFrame)).toBe('none');
});

it.for<[string, readonly number[], string]>([
  ['another content size', [...magic, 0x20, 17, ...blocks], 'zstd content size: expected 16, got 17'],
  [
    'a content size of 4 GiB more, in eight bytes',
    [...magic, 0xe0, 16, 0, 0, 0, 1, 0, 0, 0, ...blocks],
    'zstd content size: expected 16, got 4294967312',
  ],
  [
    'a content size in two bytes, which starts at 256',
    [...magic, 0x60, 16, 0, ...blocks],
    'zstd content size: expected 16, got 272',
  ],
  ['no content size', [...magic, 0x00, 0x00, ...blocks], 'zstd content size: expected 16, got none'],
  ['a dictionary', [...magic, 0x21, 7, 16, ...blocks], 'zstd dictionary: expected 0, got 1'],
  ['the reserved bit', [...magic, 0x28, 16, ...blocks], 'zstd reserved bit: expected 0, got 1'],
  [
    'a block of the reserved type',
    [...magic, ...singleSegment, 7, 0, 0],
    'zstd block type: expected at most 2, got 3',
  ],
  [
    'a skippable frame in front',
    [...skippableFrame, ...whole],
    'zstd magic: expected 4247762216, got 407710288',
  ],
  [
    'a skippable frame behind',
    [...whole, ...skippableFrame],
    'bytes behind the zstd frame: expected 0, got 9',
  ],
  ['an empty frame behind', [...whole, ...emptyFrame], 'bytes behind the zstd frame: expected 0, got 9'],
  ['a second frame behind', [...whole, ...whole], 'bytes behind the zstd frame: expected 0, got 18'],
  [
    'a checksum that it does not declare',
    [...whole, ...zstdChecksum],
    'bytes behind the zstd frame: expected 0, got 4',
  ],
])('refuses a frame with %s as corrupt', ([, zstdFrame, reason]) => {
  expect(refusal(zstdFrame)).toBe(`corrupt: ${reason}`);
});

it.for<[string, readonly number[]]>([
  ['its last block', whole.slice(0, -1)],
  ['the header of a block', whole.slice(0, -2)],
  ['its checksum', [...magic, 0x24, 16, ...blocks, 1, 2, 3]],
])('refuses a frame that ends within %s: more of the frame around it would not help', ([, zstdFrame]) => {
  expect(refusal(zstdFrame)).toBe('corrupt: zstd frame: expected whole, got cut short');
});
