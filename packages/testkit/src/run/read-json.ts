import { fileURLToPath } from 'node:url';
import { readJsonFile } from '@matrix-arena/node-kit';

/**
 * Reads a file of a solution package.
 *
 * @throws ArenaError `not-found` or `bad-format`
 */
export function readJson(file: URL): Promise<unknown> {
  return readJsonFile(fileURLToPath(file), {
    missing: 'add the file to the solution package',
    notJson: 'correct the JSON',
  });
}
