import { access, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ArenaError } from '@matrix-arena/contract';
import type { SolutionPackage } from '../solution-package.ts';
import type { Library } from './messages.ts';

/**
 * Finds the libraries that a manifest names: as installed for the solution, else as installed for the harness.
 *
 * @returns the real folders, behind the links of the package manager
 * @throws ArenaError `not-found`, or `unsupported` for a library that needs others: only its own folder gets into a box
 */
export function findLibraries({ manifest, entryPath }: SolutionPackage): Promise<Library[]> {
  return Promise.all(
    manifest.dependencies.map(async (name): Promise<Library> => {
      const folder =
        (await findFrom(entryPath, name)) ?? (await findFrom(fileURLToPath(import.meta.url), name));
      if (folder === null) {
        const what = `${manifest.name}: library ${name}`;
        throw new ArenaError('not-found', { what, hint: 'install it where the solution is' });
      }
      await assertAlone(folder);
      return { name, folder };
    }),
  );
}

/** Looks into the same folders as an import does. A library's `exports` may hide its package.json from a resolver. */
async function findFrom(importer: string, name: string): Promise<string | null> {
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    const isThere = await access(join(found, 'package.json')).then(
      () => true,
      () => false,
    );
    if (isThere) return realpath(found);
    if (folder === dirname(folder)) return null;
  }
}

async function assertAlone(folder: string): Promise<void> {
  const path = join(folder, 'package.json');
  const { dependencies = {} }: { dependencies?: object } = JSON.parse(await readFile(path, 'utf8'));
  const needed = Object.keys(dependencies);
  if (needed.length === 0) return;
  const hint = `only libraries without dependencies can be used in a sandbox; it needs ${needed.join(', ')}`;
  throw new ArenaError('unsupported', { what: path, hint });
}
