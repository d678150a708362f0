import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { SolutionPackage } from '@matrix-arena/harness';
import type { Contender } from '@matrix-arena/scoring';
import { isStale } from '../check/build.ts';
import { readPackage } from '../check/package.ts';
import { slashed, sourceFiles, sourceRoots } from '../check/sources.ts';

/** A solution that is benched again whenever it changes. */
export interface Entrant {
  readonly folder: string;
  readonly manifestPath: string;
  readonly hasBuild: boolean;
  /** Folders and files that make it, relative to its folder. */
  readonly roots: readonly string[];
  /** A file among them that the watch itself writes. */
  readonly written: string | undefined;
  /** Hashes of its sources: as the cycle under way found them, as they were built, and as they were benched. */
  seen: string | null;
  built: string | null;
  benched: string | null;
  /** Its figures of the last run, and of the one before. */
  latest: Contender | null;
  previous: Contender | null;
}

/** @param resultPath where the results of the watch go, if anywhere */
export async function entrantOf(
  { manifest, manifestPath, entryPath }: SolutionPackage,
  resultPath: string | undefined,
): Promise<Entrant> {
  const folder = dirname(manifestPath);
  const { packageJson } = await readPackage(folder);
  const hasBuild = packageJson?.scripts?.build !== undefined;
  const entryFolder = slashed(relative(folder, dirname(entryPath))) || '.';
  const roots = hasBuild ? sourceRoots : [basename(manifestPath), entryFolder];
  const written = resultPath === undefined ? undefined : slashed(relative(folder, resolve(resultPath)));
  const isToBuild = hasBuild && (await isStale(folder, manifest));
  return {
    folder,
    manifestPath,
    hasBuild,
    roots,
    written,
    seen: null,
    built: isToBuild ? null : await hashSources({ folder, roots, written }),
    benched: null,
    latest: null,
    previous: null,
  };
}

/** SHA-256 over names and bytes of all that makes a solution: a file that is saved as it was changes nothing. */
export async function hashSources({
  folder,
  roots,
  written,
}: Pick<Entrant, 'folder' | 'roots' | 'written'>): Promise<string> {
  const files = await Promise.all(roots.map((root) => sourceFiles(folder, root)));
  const hash = createHash('sha256');
  for (const name of files.flat()) {
    if (name === written) continue;
    // A file that went away in between changes the next hash.
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
