import type { FramePart } from '@matrix-arena/contract';
import type { SolutionId } from './container.ts';
import { fromSolution } from './errors.ts';
import { maxBytesOf, parseContainer, type ReadOptions } from './parse.ts';
import { find } from './solutions.ts';

/** What a container says of itself, and where its bits go. */
export interface Inspection {
  /** Null when all blocks are stored. */
  readonly solution: SolutionId | null;
  readonly rows: number;
  readonly cols: number;
  readonly originalBytes: number;
  readonly compressedBytes: number;
  /** What the container takes around the payloads of its blocks. */
  readonly overheadBytes: number;
  readonly blocks: readonly {
    readonly isStored: boolean;
    readonly originalBytes: number;
    readonly compressedBytes: number;
  }[];
  /** Parts of all frames, summed up by name; null when the solution does not tell. */
  readonly parts: readonly FramePart[] | null;
}

/** @throws CodecError as `decompress` does */
export async function inspect(container: Uint8Array, options: ReadOptions = {}): Promise<Inspection> {
  const { id, shape, contentBytes, blocks } = parseContainer(container, maxBytesOf(options));
  const payloadBytes = blocks.reduce((sum, { payload }) => sum + payload.length, 0);
  const frames = blocks.filter(({ header }) => header.isCoded).map(({ payload }) => payload);
  return {
    solution: id,
    ...shape,
    originalBytes: contentBytes,
    compressedBytes: container.length,
    overheadBytes: container.length - payloadBytes,
    blocks: blocks.map(({ header }) => ({
      isStored: !header.isCoded,
      originalBytes: header.contentBytes,
      compressedBytes: header.payloadBytes,
    })),
    parts: id === null ? null : await partsOf(id, frames),
  };
}

async function partsOf(id: SolutionId, frames: readonly Uint8Array[]): Promise<FramePart[] | null> {
  const { loadInspect } = find(id);
  if (loadInspect === null) return null;
  try {
    const { inspect: takeApart } = await loadInspect();
    const sums = new Map<string, FramePart>();
    for (const frame of frames) {
      for (const { name, plane, bits } of await takeApart(frame))
        sums.set(name, { name, plane, bits: bits + (sums.get(name)?.bits ?? 0) });
    }
    return [...sums.values()];
  } catch (error) {
    throw fromSolution(error, 'internal', 'decompress');
  }
}
