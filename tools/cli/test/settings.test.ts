import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newPlace } from './competition.ts';

it('settings that cannot be written are told with where they belong', async () => {
  const place = await newPlace();
  const folder = join(place.dir, 'config');
  await writeFile(folder, 'a file');
  const { code, stderr } = await place.arena('init', '--author', 'ada');
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^arena: .*\/settings\.json: cannot be written \(.*\); make its folder writable\n$/,
    ),
  ]);
  expect(await readFile(folder, 'utf8')).toBe('a file');
});
