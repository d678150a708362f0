import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Manifest } from '@matrix-arena/contract';
import { parseManifest } from '@matrix-arena/contract/schemas';
import { readJsonFile } from '@matrix-arena/node-kit';

/** A solution as found on disk; nothing of its code has run. */
export interface SolutionPackage {
  readonly manifest: Manifest;
  readonly manifestPath: string;
  /** Absolute path of the built module. It need not exist yet. */
  readonly entryPath: string;
}

/**
 * Reads the manifest of a solution.
 *
 * @param path the package's folder, or its manifest.json
 * @throws ArenaError `not-found` or `bad-format`
 */
export async function readSolutionPackage(path: string): Promise<SolutionPackage> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  const manifestPath = resolve(isFolder ? resolve(path, 'manifest.json') : path);
  const json = await readJsonFile(manifestPath, {
    missing: 'there is no such manifest; pass the folder of a solution package',
    notJson: 'it is not JSON; correct the manifest',
  });
  const manifest = parseManifest(json, manifestPath);
  return { manifest, manifestPath, entryPath: resolve(dirname(manifestPath), manifest.entry) };
}
