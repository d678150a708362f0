import { isCodecError, type Matrix } from '@matrix-arena/contract';
import { expect, it } from 'vitest';
import { readFrame, writeFrame } from '../src/frame.ts';
import solution from '../src/index.ts';

const codec = await solution.create();
/** Both planes get shorter by zstd. */
const ones: Matrix = {
  bytes: Uint8Array.from({ length: 4096 }, (_, i) => (i % 2 === 0 ? 0x80 : 0x3f)),
  rows: 64,
  cols: 32,
  dtype: 'bf16',
};
const { low, high } = readFrame(codec.compress(ones));

it('a frame that was put together again decodes', () => {
  expect(codec.decompress(writeFrame(ones, low, high))).toEqual(ones);
});

// The library decodes all of these to the right bytes, and header and checksum fit them.
it.for<[string, readonly number[]]>([
  ['a skippable zstd frame', [0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 0xff]],
  ['an empty zstd frame', [0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 1, 0, 0]],
])('a plane with %s behind it is refused', ([, extra]) => {
  const longer = (plane: Uint8Array): Uint8Array => Uint8Array.of(...plane, ...extra);
  for (const frame of [writeFrame(ones, low, longer(high)), writeFrame(ones, longer(low), high)]) {
    expect(() => codec.decompress(frame)).toThrow(
      expect.toSatisfy((error: unknown) => isCodecError(error, 'corrupt')),
    );
  }
});
