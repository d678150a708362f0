import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isArenaError } from '@matrix-arena/contract';
import { expect, it } from 'vitest';
import { readJsonFile } from '../src/index.ts';
import { temporaryFolder } from './folder.ts';

const hints = { missing: 'there is no such file; make it', notJson: 'it is not JSON; mend it' };

it('gives what is in the file', async () => {
  const path = join(temporaryFolder(), 'file.json');
  writeFileSync(path, '{ "a": [1, null] }\n');
  expect(await readJsonFile(path, hints)).toEqual({ a: [1, null] });
});

it.each([
  ['is not there', undefined, 'not-found', hints.missing],
  ['is empty', '', 'bad-format', hints.notJson],
  ['ends early', '{ "a": [1', 'bad-format', hints.notJson],
] as const)('refuses a file that %s', async (_, text, kind, hint) => {
  const path = join(temporaryFolder(), 'file.json');
  if (text !== undefined) writeFileSync(path, text);
  const error = await readJsonFile(path, hints).catch((error: unknown) => error);
  if (!isArenaError(error)) throw new Error('expected a refusal');
  expect([error.kind, error.message]).toEqual([kind, `${path}: ${hint}`]);
  expect(error.cause).toBeInstanceOf(Error);
});
