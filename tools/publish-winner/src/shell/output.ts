import { once } from 'node:events';
import { constants, type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import { standard } from './input.ts';

export interface OutputOptions {
  readonly isForced: boolean;
  /** Permissions of a new file, such as 0o600; undefined for those that the system gives. */
  readonly mode: number | undefined;
  readonly signal: AbortSignal;
}

/** Where output goes: what is no file, such as a pipe or a device, is written into. */
interface Place {
  /** Behind all links. */
  readonly path: string;
  readonly isStream: boolean;
  /** Permissions of the file that is there. */
  readonly mode: number | undefined;
}

/**
 * Writes all chunks to a file, or to stdout. A file is written beside its place and moved there when it is whole: on any
 * error, and when the signal is aborted, nothing is left behind.
 *
 * @returns how many bytes were written
 * @throws ArenaError `conflict` when a file is there, or stdout is a terminal
 */
export async function writeOutput(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  options: OutputOptions,
): Promise<number> {
  if (path === standard) return writeStdout(chunks, options);
  const place = await placeFor(path, options);
  return place.isStream
    ? writeStream(place.path, chunks, options.signal)
    : writeFile(path, place, chunks, options);
}

/** @throws ArenaError `conflict` */
async function placeFor(path: string, { isForced }: OutputOptions): Promise<Place> {
  const entry = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (entry === undefined) return { path, isStream: false, mode: undefined };
  if (!entry.isFile() && !entry.isDirectory()) return { path, isStream: true, mode: undefined };
  if (isForced) return { path: await realpath(path), isStream: false, mode: entry.mode & 0o777 };
  throw new ArenaError('conflict', { what: path, hint: 'it is there already; pass --force to overwrite it' });
}

async function writeFile(
  path: string,
  place: Place,
  chunks: AsyncIterable<Uint8Array>,
  options: OutputOptions,
): Promise<number> {
  const part = `${place.path}.${process.pid}.part`;
  const mode = place.mode ?? options.mode;
  const handle = await open(part, 'wx', mode).catch((error: NodeJS.ErrnoException) => {
    // The user knows the place, not what is beside it.
    throw Object.assign(error, { path });
  });
  try {
    let writtenBytes = 0;
    try {
      // What a new file may be is cut by the mask of the process, and this one takes the place of another.
      if (mode !== undefined) await handle.chmod(mode);
      writtenBytes = await writeAll(chunks, handle, options.signal);
      await handle.sync();
    } finally {
      await handle.close();
    }
    options.signal.throwIfAborted();
    // Something may have come to its place in the meantime.
    await rename(part, (await placeFor(path, options)).path);
    return writtenBytes;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeAll(
  chunks: AsyncIterable<Uint8Array>,
  handle: FileHandle,
  signal: AbortSignal,
): Promise<number> {
  let writtenBytes = 0;
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    await handle.writeFile(chunk);
    writtenBytes += chunk.length;
  }
  return writtenBytes;
}

async function writeStream(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<number> {
  // Nothing is made: what is gone by now must not become a file.
  const handle = await open(path, constants.O_WRONLY);
  try {
    return await writeAll(chunks, handle, signal);
  } catch (error) {
    throw partway(error, signal);
  } finally {
    await handle.close();
  }
}

async function writeStdout(
  chunks: AsyncIterable<Uint8Array>,
  { isForced, signal }: OutputOptions,
): Promise<number> {
  const { stdout } = process;
  if (stdout.isTTY && !isForced) {
    const hint = 'it is a terminal; redirect it, or pass -o with a path';
    throw new ArenaError('conflict', { what: 'stdout', hint });
  }
  let writtenBytes = 0;
  try {
    for await (const chunk of chunks) {
      signal.throwIfAborted();
      writtenBytes += chunk.length;
      if (!stdout.write(chunk)) await once(stdout, 'drain', { signal });
    }
  } catch (error) {
    throw partway(error, signal);
  }
  return writtenBytes;
}

/** What was written up to a stop is there, unlike that of a file. */
function partway(error: unknown, { reason }: AbortSignal): unknown {
  if (!isArenaError(reason, 'interrupted')) return error;
  return new ArenaError('interrupted', { what: 'stopped', hint: 'the output is not whole' });
}
