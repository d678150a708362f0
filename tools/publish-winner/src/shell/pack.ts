import { bytesPerValue } from '@matrix-arena/contract';
import type { ByteReader } from '../runtime/byte-reader.ts';
import { compressChunks, defaultBlockBytes, planOf } from '../runtime/compress-chunks.ts';
import type { Level } from '../runtime/levels.ts';
import { writeBytesSection } from './bytes-section.ts';
import { PackedFileWriter } from './packed-file.ts';
import { type InputKind, type Part, type PartOptions, partsOf } from './parts.ts';

export interface PackOptions extends PartOptions {
  readonly kind: InputKind;
  readonly level: Level;
}

/**
 * Packs a file: values by the winner, everything else deflated. A file of nothing but values becomes a bare container,
 * which `decompress` of the library reads as well.
 *
 * @throws ArenaError or CodecError for a file that is not what it claims to be
 */
export async function* packFile(
  reader: ByteReader,
  options: PackOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const { kind, level } = options;
  const parts = partsOf(reader, kind, options);
  if (kind === 'bf16') {
    for await (const part of parts) yield* sectionOf(part, level);
    return;
  }
  const writer = new PackedFileWriter(kind);
  yield writer.header;
  for await (const part of parts) {
    yield writer.open(part.type);
    let last: Uint8Array = new Uint8Array();
    for await (const bytes of sectionOf(part, level)) {
      yield bytes;
      last = bytes;
    }
    writer.close(part.type, last);
  }
  yield writer.end(reader.offsetBytes);
}

function sectionOf(part: Part, level: Level): AsyncGenerator<Uint8Array, void, void> {
  return part.type === 'bytes'
    ? writeBytesSection(part.content, level)
    : compressChunks(part.content, planOf({ level, ...blocksFor(part) }));
}

/** No more room than the part needs: a file may have thousands of small tensors. */
export function blocksFor({ countBytes, cols }: Part): { blockBytes: number; cols: number | undefined } {
  const blockBytes = Math.max(bytesPerValue, Math.min(countBytes ?? defaultBlockBytes, defaultBlockBytes));
  return { blockBytes, cols };
}
