import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inject } from 'vitest';
import type * as Library from '../src/runtime/index.ts';
import type { TestPackage } from './setup.ts';

export const packages = inject('packages');
export const projectFolder = inject('projectFolder');
export const [firstPackage, lastPackage] = [packages[0], packages[packages.length - 1]];

/** The library of an installed package, as Node loads it. */
export async function libraryOf({ installedFolder }: TestPackage): Promise<typeof Library> {
  return import(pathToFileURL(join(installedFolder, 'dist/index.js')).href);
}

export const libraries = await Promise.all(
  packages.map(async (one) => ({ ...one, library: await libraryOf(one) })),
);
export const { library } = libraries[libraries.length - 1];

/** Exit of a call that must fail. */
export async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('expected a failure, got none');
}
