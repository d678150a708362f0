import { expect, it } from 'vitest';
import { part, refusal } from './zstd-frames.ts';

const { magic, singleSegment, rawBlock, lastRun, skippableFrame } = part;
const blocks = [...rawBlock, ...lastRun];
const whole = [...magic, ...singleSegment, ...blocks];

it.for<[string, readonly number[], string]>([
  [
    'another content size than the shape has',
    [...magic, 0x20, 17, ...blocks],
    'baseline: zstd content size: expected 16, got 17',
  ],
  [
    'a content size of 4 GiB more, in eight bytes',
    [...magic, 0xe0, 16, 0, 0, 0, 1, 0, 0, 0, ...blocks],
    'baseline: zstd content size: expected 16, got 4294967312',
  ],
  [
    'no content size',
    [...magic, 0x00, 0x00, ...blocks],
    'baseline: zstd content size: expected 16, got none',
  ],
  [
    'a content size in two bytes, which starts at 256',
    [...magic, 0x60, 16, 0, ...blocks],
    'baseline: zstd content size: expected 16, got 272',
  ],
  ['a dictionary', [...magic, 0x21, 7, 16, ...blocks], 'baseline: zstd dictionary: expected 0, got 1'],
  ['the reserved bit', [...magic, 0x28, 16, ...blocks], 'baseline: zstd reserved bit: expected 0, got 1'],
  [
    'a skippable frame in front',
    [...skippableFrame, ...whole],
    'baseline: zstd magic: expected 4247762216, got 407710288',
  ],
  [
    'a skippable frame behind',
    [...whole, ...skippableFrame],
    'baseline: frame length in bytes: expected 35, got 44',
  ],
  ['a second frame', [...whole, ...whole], 'baseline: frame length in bytes: expected 35, got 53'],
  [
    'a block of the reserved type',
    [...magic, ...singleSegment, 7, 0, 0],
    'baseline: zstd block type: expected at most 2, got 3',
  ],
  [
    'more content than declared',
    [...magic, ...singleSegment, ...rawBlock, ...blocks],
    'baseline: zstd frame: corrupt',
  ],
  ['less content than declared', [...magic, ...singleSegment, ...lastRun], 'baseline: zstd frame: corrupt'],
])('refuses a frame with %s as corrupt', async ([, zstdFrame, message]) => {
  expect(await refusal('corrupt', zstdFrame)).toBe(message);
});

it('refuses a frame that ends within its last block as truncated', async () => {
  expect(await refusal('truncated', whole.slice(0, -1))).toBe(
    'baseline: zstd block: expected 1 bytes at offset 34, got 0',
  );
});
