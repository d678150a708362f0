import type { FramePart } from '@matrix-arena/contract';
import { headerBytes } from '../frame.ts';
import solution from '../index.ts';

/**
 * Takes a frame apart: the header, and the zstd frame, whose bits stand for all planes.
 *
 * @throws CodecError as `decompress` does
 */
export default async function inspect(frame: Uint8Array): Promise<FramePart[]> {
  const codec = await solution.create();
  // Refuses whatever is no sound frame.
  codec.decompress(frame);
  return [
    { name: 'header', plane: 'overhead', bits: 8 * headerBytes },
    { name: 'zstd frame', plane: 'mixed', bits: 8 * (frame.length - headerBytes) },
  ];
}
