import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import type { PackedFile } from './sizes.ts';

/** Shorter ones, such as `/root`, may well stand in a text for another reason. */
const leastLength = 8;

/**
 * Looks for paths of this machine in everything that would be published.
 *
 * @param folders beside the home folder and the current one
 * @throws ArenaError `mismatch` that names the first file
 */
export async function assertNoLocalNames(
  packageFolder: string,
  files: readonly PackedFile[],
  folders: readonly string[],
): Promise<void> {
  const names = [homedir(), process.cwd(), ...folders].filter(({ length }) => length >= leastLength);
  for (const { path } of files) {
    const text = await readFile(join(packageFolder, path), 'latin1');
    const found = names.find((name) => text.includes(name));
    if (found === undefined) continue;
    throw new ArenaError('mismatch', {
      what: path,
      expected: 'nothing of this machine',
      got: found,
      hint: 'build the solution so that no paths get into it',
    });
  }
}
