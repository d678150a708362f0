import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ArenaError } from '@matrix-arena/contract';

/** @throws ArenaError `not-found` or `bad-format` */
export async function readJson(file: URL): Promise<unknown> {
  const path = fileURLToPath(file);
  if (!existsSync(file)) {
    throw new ArenaError('not-found', { what: path, hint: 'add the file to the solution package' });
  }
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new ArenaError('bad-format', { what: path, hint: 'correct the JSON', cause });
  }
}
