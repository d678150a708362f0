import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { readSolutionPackage } from '@matrix-arena/harness';
import { type Bundle, bundle } from './bundle.ts';
import { librariesOf } from './libraries.ts';
import { type Files, type PackedSolution, type StageOptions, solutionFile } from './options.ts';

/** The winner as it goes into a package. */
export interface Winner {
  readonly solution: PackedSolution;
  readonly description: string;
  readonly files: Files;
}

/**
 * Bundles the winner: the codec, and what takes its frames apart, each in one file that needs no other. Neither imports the
 * other: a decoder stays as it is in all later packages.
 *
 * @throws ArenaError `not-found` when it is not built, `unsupported` when it cannot be bundled or is not lossless
 */
export async function bundleWinner({
  solutionFolder,
  version,
  libraryFolders = [],
}: StageOptions): Promise<Winner> {
  const { manifest, manifestPath, entryPath } = await readSolutionPackage(solutionFolder);
  const { name, formatVersion, license, authors, description, dependencies, lossless } = manifest;
  if (!lossless) {
    const hint = 'it is not lossless; stage another one';
    throw new ArenaError('unsupported', { what: manifestPath, hint });
  }
  const folder = dirname(manifestPath);
  const make = async (path: string, exports: string, ownFolder: string): Promise<Bundle> => {
    if (!existsSync(path)) {
      const hint = 'it is not built; run pnpm build';
      throw new ArenaError('not-found', { what: path, hint });
    }
    return bundle({ entryPath: path, ownFolder, exports, libraries: dependencies, libraryFolders });
  };
  const decoder = await make(entryPath, 'export const create = () => entry.create();', dirname(entryPath));
  const bundles = new Map([[solutionFile('decoders', manifest), decoder]]);
  if (manifest.inspect !== undefined) {
    const made = await make(resolve(folder, manifest.inspect), 'export const inspect = entry;', folder);
    bundles.set(solutionFile('inspect', manifest), made);
  }
  const inputPaths = [...bundles.values()].flatMap((one) => one.inputPaths);
  const solution: PackedSolution = {
    name,
    formatVersion,
    version: manifest.version,
    since: version,
    license,
    authors,
    decoder: solutionFile('decoders', manifest),
    inspect: manifest.inspect === undefined ? null : solutionFile('inspect', manifest),
    libraries: await librariesOf(inputPaths, folder),
  };
  return { solution, description, files: new Map([...bundles].map(([path, { code }]) => [path, code])) };
}
