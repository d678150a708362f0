import { readFile } from 'node:fs/promises';
import { ArenaError } from '@matrix-arena/contract';

/** What to tell a user, each with what to do next. */
export interface JsonHints {
  /** For a file that is not there, or cannot be read. */
  readonly missing: string;
  readonly notJson: string;
}

/** @throws ArenaError `not-found` or `bad-format` */
export async function readJsonFile(path: string, { missing, notJson }: JsonHints): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ArenaError('not-found', { what: path, hint: missing, cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ArenaError('bad-format', { what: path, hint: notJson, cause });
  }
}
