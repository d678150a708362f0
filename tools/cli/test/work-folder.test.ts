import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { removeAbandonedFolders, withWorkFolder } from '../src/competition/work-folder.ts';
import { temporaryFolder } from './arena.ts';

/** Number of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  return child.pid ?? 0;
}

it('a work folder is named with its process, and gone afterwards, also when the work fails', async () => {
  let seen = '';
  const work = withWorkFolder('evaluation', async (folder) => {
    seen = folder;
    expect(basename(folder)).toMatch(
      new RegExp(`^arena-evaluation-${os.hostname()}-${process.pid}-[A-Za-z0-9]{6}$`),
    );
    expect(existsSync(folder)).toBe(true);
    await writeFile(join(folder, 'file'), 'text');
    throw new Error('it fails');
  });
  await expect(work).rejects.toThrow('it fails');
  expect(existsSync(seen)).toBe(false);
});

it('folders of processes that are gone are removed, and nothing else', async () => {
  const parent = await temporaryFolder();
  const gone = await endedPid();
  const host = os.hostname();
  const kept = [
    `arena-evaluation-${host}-${process.pid}-abcdef`,
    `arena-evaluation-another.host-${gone}-abcdef`,
    `arena-evaluation-${host}-${gone}`,
    `arena-evaluation-${host}-0-abcdef`,
    `arena-other-${host}-${gone}-abcdef`,
  ];
  const abandoned = ['evaluation', 'standing', 'submit'].map(
    (kind) => `arena-${kind}-${host}-${gone}-abcdef`,
  );
  for (const name of [...kept, ...abandoned]) await mkdir(join(parent, name, 'package'), { recursive: true });
  const file = `arena-submit-${host}-${gone}-ghijkl`;
  await writeFile(join(parent, file), 'no folder');
  await removeAbandonedFolders(parent);
  expect((await readdir(parent)).sort()).toEqual([...kept, file].sort());
});

it.skipIf(process.getuid?.() !== 0)(
  `folders of other users are left alone${process.getuid?.() === 0 ? '' : ' (skipped: only root can make one)'}`,
  async () => {
    const parent = await temporaryFolder();
    const folder = join(parent, `arena-evaluation-${os.hostname()}-${await endedPid()}-abcdef`);
    await mkdir(folder);
    await chown(folder, 12_345, 12_345);
    await removeAbandonedFolders(parent);
    expect(existsSync(folder)).toBe(true);
  },
);
