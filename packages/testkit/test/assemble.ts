import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const fixtures = new URL('fixtures/', import.meta.url);
/** Below this package, so that fixtures find its dependencies. */
const workDir = new URL('../.test/', import.meta.url);

/**
 * Runs something on a whole solution package made of a fixture: the sound one, with the fixture's own files laid over
 * it. The folder goes away afterwards.
 */
export async function withFixture<T>(fixture: string, use: (packageDir: URL) => Promise<T>): Promise<T> {
  mkdirSync(workDir, { recursive: true });
  const dir = mkdtempSync(fileURLToPath(new URL(`${fixture}-`, workDir)));
  try {
    for (const layer of ['sound', fixture]) {
      cpSync(new URL(layer, fixtures), dir, { recursive: true });
    }
    return await use(new URL(`${pathToFileURL(dir).href}/`));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Changes a file of a package. */
export function edit(packageDir: URL, path: string, change: (text: string) => string): void {
  overwrite(packageDir, path, change(readFileSync(new URL(path, packageDir), 'utf8')));
}

/** Writes a file of a package anew. */
export function overwrite(packageDir: URL, path: string, text: string): void {
  writeFileSync(new URL(path, packageDir), text);
}
