import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { parseResult, type Result } from '@matrix-arena/contract/schemas';

/** Writes a result so that the file is either whole or not there: written beside it, flushed, renamed. */
export async function writeResultFile(path: string, result: Result): Promise<void> {
  const partPath = `${path}.${process.pid}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(partPath, 'w');
    try {
      await file.writeFile(`${JSON.stringify(result, null, 1)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partPath, path);
  } catch (cause) {
    await rm(partPath, { force: true }).catch(() => {});
    const { message } = cause as Error;
    throw new ArenaError('not-found', {
      what: path,
      hint: `cannot be written (${message}); choose another place`,
      cause,
    });
  }
}

/** @throws ArenaError `not-found` or `bad-format` */
export async function readResultFile(path: string): Promise<Result> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ArenaError('not-found', {
      what: path,
      hint: 'there is no such file; write one with arena bench --json',
      cause,
    });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ArenaError('bad-format', {
      what: path,
      hint: 'it is not JSON; pass a file written by arena bench --json',
      cause,
    });
  }
  return parseResult(json, path);
}
