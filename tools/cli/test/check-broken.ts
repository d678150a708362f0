import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import { arena, type Finished } from './arena.ts';
import { copyOf, soundPackage } from './packages.ts';

/** Makes a sound package for the tests of a file, not built yet, and removes it and its copies after them. */
export function setUpSoundPackage() {
  let sound: string;
  const folders: string[] = [];

  beforeAll(async () => {
    sound = await soundPackage();
    folders.push(sound);
  });

  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  async function copySound(): Promise<string> {
    const folder = await copyOf(sound);
    folders.push(folder);
    return folder;
  }

  /** Breaks a copy of the package, as built as that is, and checks some areas of it. */
  async function checkBroken(
    breakIt: (folder: string) => Promise<void>,
    ...args: string[]
  ): Promise<Finished> {
    const folder = await copySound();
    await breakIt(folder);
    return arena(['check', folder, ...args]);
  }

  return { sound: () => sound, copySound, checkBroken };
}
