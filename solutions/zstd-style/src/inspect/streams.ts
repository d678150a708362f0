import type { FramePart, FramePartPlane, FrameReader } from '@matrix-arena/contract';
import { blockMode } from '../constants.ts';
import type { BlockShape } from '../frame.ts';
import { readStream } from '../streams.ts';

type Section = readonly [name: string, plane: FramePartPlane];

/** Streams of a block of each mode, in their order. */
const sections: Readonly<Record<number, readonly Section[]>> = {
  [blockMode.planes]: [
    ['low plane', 'mixed'],
    ['high plane', 'mixed'],
  ],
  [blockMode.steps]: [
    ['row kinds', 'overhead'],
    ['low distances', 'overhead'],
    ['high distances', 'overhead'],
    ['row exponents', 'overhead'],
    ['column octaves', 'overhead'],
    ['low bits', 'mantissa'],
    ['residuals of class 0', 'mixed'],
    ['residuals of class 1', 'mixed'],
    ['residuals of class 2', 'mixed'],
    ['residuals of class 3', 'mixed'],
    ['small exponents', 'exponent'],
    ['small mantissas', 'mantissa'],
    ['low escapes', 'mixed'],
    ['high escapes', 'mixed'],
  ],
};

/** Bits of the mode and of each stream of the next block. Precondition: the frame was decoded. */
export function readStreams(
  reader: FrameReader,
  frame: Uint8Array,
  { rows, width }: BlockShape,
): FramePart[] {
  const start = reader.remainingBytes;
  const mode = reader.u8('block mode');
  const streams = sections[mode].map(([name, plane]): FramePart => {
    const { stored } = readStream(reader, frame, rows * width);
    return { name, plane, bits: 8 * stored.length };
  });
  const streamBits = streams.reduce((sum, { bits }) => sum + bits, 0);
  const headerBits = 8 * (start - reader.remainingBytes) - streamBits;
  return [{ name: 'block and stream headers', plane: 'overhead', bits: headerBits }, ...streams];
}
