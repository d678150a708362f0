import type { Codec, Matrix } from '@matrix-arena/contract';
import { bitsPerValue, elementCount } from '@matrix-arena/contract';
import { createCodec, levels } from '../src/index.ts';

export type Level = (typeof levels)[number];

/** Codecs of all levels, from the sources and not from the bundle. */
export const codecs = Object.fromEntries(
  await Promise.all(levels.map(async (level) => [level, await createCodec({ level })] as const)),
) as Readonly<Record<Level, Codec>>;

/** The one that competes. */
export const codec = codecs.balanced;

/** Where the blocks of a frame begin, and its width, as the spec has them. */
export function headerOf(frame: Uint8Array): { blocksAt: number; rows: number; cols: number; width: number } {
  let at = 4;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = frame[at++];
      value += (byte % 128) * shift;
      if (byte < 128) return value;
    }
  };
  const [rows, cols, width] = [varint(), varint(), varint()];
  return { blocksAt: at + 4, rows, cols, width: width || cols };
}

/** Mode of the first block of a frame, by its name in the spec. */
export function modeOf(frame: Uint8Array): 'stored' | 'planes' | 'rows' {
  return (['stored', 'planes', 'rows'] as const)[frame[headerOf(frame).blocksAt]];
}

export function frameBits(matrix: Matrix, of: Codec = codec): number {
  return bitsPerValue(of.compress(matrix).length, elementCount(matrix));
}
