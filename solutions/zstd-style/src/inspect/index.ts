import { elementCount, type FramePart, FrameReader } from '@matrix-arena/contract';
import { codec } from '../constants.ts';
import { blockShapes, readHeader } from '../frame.ts';
import solution from '../index.ts';
import { readStreams } from './streams.ts';

/**
 * Takes a frame apart by the sections of spec.md: the header, then what each stream takes in all blocks together, its
 * method and size apart.
 *
 * @throws CodecError as `decompress` does
 */
export default async function inspect(frame: Uint8Array): Promise<FramePart[]> {
  // Refuses whatever is no sound frame: what follows finds all as it should be.
  (await solution.create()).decompress(frame);
  const reader = new FrameReader(frame, codec);
  const { rows, cols, width } = readHeader(reader);
  const headers: FramePart = {
    name: 'header',
    plane: 'overhead',
    bits: 8 * (frame.length - reader.remainingBytes),
  };
  const shapes = blockShapes(elementCount({ rows, cols }), width);
  return joined([headers, ...Array.from(shapes, (shape) => readStreams(reader, frame, shape)).flat()]);
}

/** Parts of one name together, in the order in which the names came first. */
function joined(parts: readonly FramePart[]): FramePart[] {
  const byName = new Map<string, FramePart>();
  for (const part of parts)
    byName.set(part.name, { ...part, bits: part.bits + (byName.get(part.name)?.bits ?? 0) });
  return [...byName.values()];
}
