import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeBehindHeader, part, sample } from './zstd-frames.ts';

const { magic, rawBlock, lastRun, singleSegment } = part;

const handMade: Record<string, readonly number[]> = {
  'a size of one byte': [...magic, ...singleSegment, ...rawBlock, ...lastRun],
  'a window and a size of four bytes': [...magic, 0x80, 0x00, 16, 0, 0, 0, ...rawBlock, ...lastRun],
  'a window and a size of eight bytes': [
    ...magic,
    0xc0,
    0x00,
    16,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    ...rawBlock,
    ...lastRun,
  ],
};

it.for(Object.entries(handMade))(
  'decodes a frame that was written by hand, with %s',
  async ([, zstdFrame]) => {
    expect(await decodeBehindHeader(zstdFrame)).toEqual(sample);
  },
);

it('decodes a frame of the zstd command-line tool', async () => {
  const block = readFileSync(new URL('golden/v1/near-copies-40x32.bin', import.meta.url));
  const matrix = {
    bytes: new Uint8Array(Buffer.concat(Array(60).fill(block))),
    rows: 2400,
    cols: 32,
    dtype: 'bf16',
  } as const;
  const zstdFrame = readFileSync(new URL('foreign/near-copies-2400x32.zst', import.meta.url));
  const { bytes, ...rest } = await decodeBehindHeader(zstdFrame, matrix);
  expect(rest).toEqual({ rows: 2400, cols: 32, dtype: 'bf16' });
  expect(Buffer.compare(bytes, matrix.bytes)).toBe(0);
});
