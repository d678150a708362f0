import { once } from 'node:events';
import { access, open, rename, rm } from 'node:fs/promises';
import { ArenaError } from '@matrix-arena/contract';
import { standard } from './input.ts';

export interface OutputOptions {
  readonly isForced: boolean;
  readonly signal: AbortSignal;
}

/** @throws ArenaError `conflict` when something is there, or stdout is a terminal */
export async function assertWritable(path: string, { isForced }: OutputOptions): Promise<void> {
  if (isForced) return;
  if (path === standard) {
    if (!process.stdout.isTTY) return;
    const hint = 'it is a terminal; redirect it, or pass -o with a path';
    throw new ArenaError('conflict', { what: 'stdout', hint });
  }
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new ArenaError('conflict', { what: path, hint: 'it is there already; pass --force to overwrite it' });
}

/**
 * Writes all chunks to a file, or to stdout. A file is written beside its place and moved there when it is whole: on any
 * error, and when the signal is aborted, nothing is left behind.
 *
 * @returns how many bytes were written
 */
export async function writeOutput(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  options: OutputOptions,
): Promise<number> {
  await assertWritable(path, options);
  return path === standard ? writeStdout(chunks, options.signal) : writeFile(path, chunks, options);
}

async function writeFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  options: OutputOptions,
): Promise<number> {
  const part = `${path}.${process.pid}.part`;
  const handle = await open(part, 'wx').catch((error: NodeJS.ErrnoException) => {
    // The user knows the place, not what is beside it.
    throw Object.assign(error, { path });
  });
  let writtenBytes = 0;
  try {
    try {
      for await (const chunk of chunks) {
        options.signal.throwIfAborted();
        await handle.writeFile(chunk);
        writtenBytes += chunk.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    options.signal.throwIfAborted();
    // Something may have come to its place in the meantime.
    await assertWritable(path, options);
    await rename(part, path);
    return writtenBytes;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeStdout(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  const { stdout } = process;
  let writtenBytes = 0;
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    writtenBytes += chunk.length;
    if (!stdout.write(chunk)) await once(stdout, 'drain', { signal });
  }
  return writtenBytes;
}
