import { type FileHandle, mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ArenaError, type ArenaErrorKind } from '@matrix-arena/contract';

/** The largest file that is read, 1 GiB: it has to fit into memory beside its matrices. */
export const defaultMaxFileBytes = 2 ** 30;

const reasons: Readonly<Record<string, readonly [ArenaErrorKind, string]>> = {
  ENOENT: ['not-found', 'it is not there; check the path'],
  ENOTDIR: ['not-found', 'a part of the path is a file and no folder; check the path'],
  EISDIR: ['conflict', 'it is a folder and no file; check the path'],
  EEXIST: ['conflict', 'there is something else of that name; choose another path'],
  EACCES: ['conflict', 'access is denied; change its permissions or choose another path'],
  EPERM: ['conflict', 'access is denied; change its permissions or choose another path'],
  EROFS: ['conflict', 'the file system is read-only; choose another path'],
  ENAMETOOLONG: ['conflict', 'the name is too long for this file system; choose a shorter path'],
  ENOSPC: ['limit-exceeded', 'the disk is full; make room and run it again'],
  EDQUOT: ['limit-exceeded', 'the disk quota is used up; make room and run it again'],
};

/** Runs a file operation and turns the failures that a user can mend into an ArenaError that names the path. */
export async function onFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = reasons[code];
    if (reason === undefined) throw error;
    const [kind, hint] = reason;
    throw new ArenaError(kind, { what: path, hint, cause: error });
  }
}

/**
 * Reads a whole file.
 *
 * @param what name of the file in messages
 * @throws ArenaError `not-found`; `unsupported` for what is no regular file; `limit-exceeded` before anything is read
 *   when it is too large
 */
export async function readWholeFile(
  path: string,
  what = path,
  maxBytes = defaultMaxFileBytes,
): Promise<Uint8Array> {
  return onFile(what, async () => {
    const found = await stat(path);
    // A pipe would not even open before something writes to it. A folder tells by itself what it is.
    if (!found.isFile() && !found.isDirectory()) {
      const hint = 'leave out pipes, sockets and devices';
      throw new ArenaError('unsupported', { what, expected: 'a regular file', got: 'something else', hint });
    }
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > maxBytes) {
        throw new ArenaError('limit-exceeded', {
          what,
          expected: `at most ${maxBytes} bytes`,
          got: size,
          hint: 'split the file',
        });
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  });
}

/** Names in a folder, in no particular order; undefined when there is no such folder. */
export async function listIfThere(dir: string): Promise<string[] | undefined> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return onFile(dir, () => Promise.reject(error));
  }
}

/** Opens a file for writing and makes the folders above it. */
export async function openForWriting(path: string, flags: 'a' | 'w'): Promise<FileHandle> {
  return onFile(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    return open(path, flags);
  });
}

/** Where `writeAtomically` writes before it renames. */
export function temporaryOf(path: string): string {
  return `${path}.new`;
}

/** Writes a file so that its name never stands for half of it, even if the machine stops. */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = temporaryOf(path);
  const handle = await openForWriting(temporary, 'w');
  await onFile(path, async () => {
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  });
}
