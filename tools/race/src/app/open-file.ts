import { ArenaError, isArenaError } from '@matrix-arena/contract';
import type { EmbeddedSample } from '../embedded.ts';
import { assertReadable, type RaceFile, readRaceFile, withBounds } from '../race/race-file.ts';

/**
 * Reads a file that someone dropped or picked.
 *
 * @throws ArenaError as `readRaceFile`, and `not-found` for what cannot be read, such as a folder
 */
export async function openFile(file: File, maxBytes: number): Promise<RaceFile> {
  assertReadable(file.name, file.size, maxBytes);
  const buffer = await file.arrayBuffer().catch((cause: unknown) => {
    const hint = 'the browser cannot read it; choose it again, and no folder';
    throw new ArenaError('not-found', { what: file.name, hint, cause });
  });
  return readRaceFile(new Uint8Array(buffer), file.name);
}

/** A matrix that the page carries. */
export function openSample({ id, rows, cols, base64 }: EmbeddedSample): RaceFile {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return {
    name: id,
    matrices: [withBounds(id, { bytes, rows, cols, dtype: 'bf16' })],
    skipped: [],
    isFlat: false,
  };
}

/** One line for people, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (isArenaError(error)) return error.message;
  // Such as memory that the browser does not give.
  return error instanceof Error
    ? `the browser says: ${error.message}`
    : 'something went wrong; try another file';
}
