import { parseResult, type Result } from '@matrix-arena/contract/schemas';
import { readJsonFile, writeWhole } from '@matrix-arena/node-kit';

/**
 * Writes a result so that the file is either whole or as it was.
 *
 * @throws ArenaError `not-found` where nothing can be written
 */
export async function writeResultFile(path: string, result: Result): Promise<void> {
  await writeWhole(path, `${JSON.stringify(result, null, 1)}\n`, { kind: 'not-found' });
}

/** @throws ArenaError `not-found` or `bad-format` */
export async function readResultFile(path: string): Promise<Result> {
  const json = await readJsonFile(path, {
    missing: 'there is no such file; write one with arena bench --json',
    notJson: 'it is not JSON; pass a file written by arena bench --json',
  });
  return parseResult(json, path);
}
