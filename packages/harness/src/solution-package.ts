import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ArenaError, type Manifest } from '@matrix-arena/contract';
import { parseManifest } from '@matrix-arena/contract/schemas';

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
  const text = await readFile(manifestPath, 'utf8').catch((cause: unknown) => {
    throw new ArenaError('not-found', {
      what: manifestPath,
      hint: 'there is no such manifest; pass the folder of a solution package',
      cause,
    });
  });
  const manifest = parseManifest(parseJson(text, manifestPath), manifestPath);
  return { manifest, manifestPath, entryPath: resolve(dirname(manifestPath), manifest.entry) };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ArenaError('bad-format', { what: path, hint: 'it is not JSON; correct the manifest', cause });
  }
}
