import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ArenaError, type Manifest } from '@matrix-arena/contract';
import { parseManifest } from '@matrix-arena/contract/schemas';
import { readJson } from './read-json.ts';

/** A solution as it lies on the disk, before any of its code has run. */
export interface SolutionPackage {
  readonly manifest: Manifest;
  /** URL of the built module. */
  readonly entryHref: string;
}

/** The folder with a slash at its end, so that file names resolve below it. */
export function folderUrl(packageDir: URL): URL {
  return packageDir.href.endsWith('/') ? packageDir : new URL(`${packageDir.href}/`);
}

/**
 * @param packageDir folder of the solution, with a slash at its end
 * @throws ArenaError `not-found` when there is no manifest or nothing is built, `bad-format` for a wrong manifest
 */
export async function openPackage(packageDir: URL): Promise<SolutionPackage> {
  const file = new URL('manifest.json', packageDir);
  const manifest = parseManifest(await readJson(file), fileURLToPath(file));
  const entry = new URL(manifest.entry, packageDir);
  if (!existsSync(entry)) {
    throw new ArenaError('not-found', { what: fileURLToPath(entry), hint: 'run pnpm build in the solution' });
  }
  return { manifest, entryHref: entry.href };
}
