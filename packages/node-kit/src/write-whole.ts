import { access, constants, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';

/** What to tell a user when nothing can be written. */
export interface WriteFailure {
  readonly kind?: 'unavailable' | 'not-found';
  /** What to do next, as a short imperative sentence without a full stop. */
  readonly advice?: string;
}

/**
 * Writes a file so that it is either whole or as it was: written beside it, flushed, renamed. Folders above it are made. A
 * link stays, and the file that it leads to is written. What is no file, such as a pipe or a device, is written into.
 *
 * @throws ArenaError `unavailable`, or the kind that is asked for; nothing is left beside the file then
 */
export async function writeWhole(
  path: string,
  data: string | Uint8Array,
  failure: WriteFailure = {},
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    if (await isStream(path)) await writeInto(path, data);
    else await replace(await realpath(path).catch(() => path), data);
  } catch (cause) {
    throw notWritten(path, cause, failure);
  }
}

/**
 * Finds out before long work whether `writeWhole` may do its own. Nothing is made or written. A disk may still be full then.
 *
 * @throws ArenaError as `writeWhole` does
 */
export async function assertPlaceToWrite(path: string, failure: WriteFailure = {}): Promise<void> {
  try {
    if (await isStream(path)) return await access(path, constants.W_OK);
    const place = await realpath(path).catch(() => resolve(path));
    if ((await statOf(place))?.isDirectory()) throw new Error('it is a folder');
    let folder = dirname(place);
    while ((await statOf(folder)) === null && folder !== dirname(folder)) folder = dirname(folder);
    if ((await statOf(folder))?.isDirectory() !== true) throw new Error(`${folder} is no folder`);
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw notWritten(path, cause, failure);
  }
}

/** Whether something is there that is neither a file nor a folder. */
async function isStream(path: string): Promise<boolean> {
  const entry = await statOf(path);
  return entry !== null && !entry.isFile() && !entry.isDirectory();
}

/** What is there, behind all links; null for nothing. */
async function statOf(path: string) {
  return stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

async function writeInto(path: string, data: string | Uint8Array): Promise<void> {
  // Nothing is made: what is gone by now must not become a file.
  const file = await open(path, constants.O_WRONLY);
  try {
    await file.writeFile(data);
  } finally {
    await file.close();
  }
}

async function replace(path: string, data: string | Uint8Array): Promise<void> {
  const partPath = `${path}.${process.pid}.part`;
  try {
    const file = await open(partPath, 'w');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partPath, path);
  } catch (error) {
    // Where the folder itself is wrong there is nothing to remove, and the reason is told by what failed before.
    await rm(partPath, { force: true }).catch(() => {});
    throw error;
  }
}

function notWritten(path: string, cause: unknown, failure: WriteFailure): ArenaError {
  const { kind = 'unavailable', advice = 'choose another place' } = failure;
  const hint = `cannot be written (${(cause as Error).message}); ${advice}`;
  return new ArenaError(kind, { what: path, hint, cause });
}
