import { ArenaError, limits } from '@matrix-arena/contract';
import type { ByteReader } from '../runtime/byte-reader.ts';
import { containerMagic } from '../runtime/container.ts';
import { assertAtEnd, readContainer } from '../runtime/decompress-chunks.ts';
import { readBytesSection } from './bytes-section.ts';
import { PackedFileWalk, packedMagic } from './packed-file.ts';

/** The bytes of the file that was packed. @throws CodecError, or ArenaError `bad-format` for another file */
export async function* unpackFile(reader: ByteReader, file: string): AsyncGenerator<Uint8Array, void, void> {
  if ((await packedTypeOf(reader, file)) === 'container') {
    yield* readContainer(reader, limits.maxMatrixBytes);
  } else {
    const walk = await PackedFileWalk.open(reader);
    for (let type = await walk.next(); type !== null; type = await walk.next()) {
      const end = yield* type === 'bytes'
        ? readBytesSection(reader)
        : readContainer(reader, limits.maxMatrixBytes);
      walk.close(type, end);
    }
  }
  await assertAtEnd(reader);
}

/** Whether a file is a bare container or one with sections. @throws ArenaError `bad-format` for any other */
export async function packedTypeOf(reader: ByteReader, file: string): Promise<'container' | 'sections'> {
  const got = String.fromCharCode(...(await reader.peek(containerMagic.length)));
  if (got === containerMagic) return 'container';
  if (got === packedMagic) return 'sections';
  throw new ArenaError('bad-format', {
    what: file,
    expected: `a packed file, which starts with ${containerMagic} or ${packedMagic}`,
    got: got === '' ? 'an empty file' : JSON.stringify(got),
    hint: 'pass a file that matrix-codec pack has written',
  });
}
