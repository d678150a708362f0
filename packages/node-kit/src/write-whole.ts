import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';

/** What to tell a user when nothing can be written. */
export interface WriteFailure {
  readonly kind?: 'unavailable' | 'not-found';
  /** What to do next, as a short imperative sentence without a full stop. */
  readonly advice?: string;
}

/**
 * Writes a file so that it is either whole or as it was: written beside it, flushed, renamed. Folders above it are made.
 *
 * @throws ArenaError `unavailable`, or the kind that is asked for; nothing is left beside the file then
 */
export async function writeWhole(
  path: string,
  data: string | Uint8Array,
  { kind = 'unavailable', advice = 'choose another place' }: WriteFailure = {},
): Promise<void> {
  const partPath = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(partPath, 'w');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partPath, path);
  } catch (cause) {
    // Where the folder itself is wrong there is nothing to remove, and the reason is told by what failed before.
    await rm(partPath, { force: true }).catch(() => {});
    const hint = `cannot be written (${(cause as Error).message}); ${advice}`;
    throw new ArenaError(kind, { what: path, hint, cause });
  }
}
