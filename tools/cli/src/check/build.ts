import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isArenaError, type Manifest } from '@matrix-arena/contract';
import { type Ended, type ProcessOptions, runProcess } from './run-process.ts';
import { sourceFiles, sourceRoots } from './sources.ts';

/** Whether a package's built modules are missing, or older than one of its sources. */
export async function isStale(folder: string, manifest: Manifest): Promise<boolean> {
  const built = await Promise.all(builtModules(manifest).map((path) => modifiedMs(join(folder, path))));
  const files = await Promise.all(sourceRoots.map((root) => sourceFiles(folder, root)));
  const sources = await Promise.all(files.flat().map((path) => modifiedMs(join(folder, path))));
  return Math.min(...built) < Math.max(...sources);
}

/** The modules that a build has to leave behind, relative to the manifest. */
export function builtModules({ entry, inspect }: Manifest): string[] {
  return [entry, ...(inspect === undefined ? [] : [inspect])];
}

/**
 * Runs a package's own script `build`, with the package manager whose files lie nearest above it; with npm, which
 * comes with Node, when there are none or it is not installed.
 *
 * @throws ArenaError `interrupted` when the signal aborts
 */
export async function runBuild(folder: string, signal: AbortSignal): Promise<Ended> {
  const options: ProcessOptions = { cwd: folder, signal };
  const manager = packageManager(folder);
  // Only the script is to be heard, not who runs it.
  const quietly = manager === 'yarn' ? [] : ['--silent'];
  try {
    return await runProcess(manager, [...quietly, 'run', 'build'], options);
  } catch (error) {
    if (manager === 'npm' || !isArenaError(error, 'unavailable')) throw error;
    return runProcess('npm', ['--silent', 'run', 'build'], options);
  }
}

const lockFiles: readonly (readonly [manager: string, file: string])[] = [
  ['pnpm', 'pnpm-lock.yaml'],
  ['yarn', 'yarn.lock'],
  ['npm', 'package-lock.json'],
];

/** The package manager that a folder's lock file names, or that of the nearest folder above it. */
export function packageManager(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = lockFiles.find(([, file]) => existsSync(join(folder, file)));
    if (found !== undefined) return found[0];
    if (dirname(folder) === folder) return 'npm';
  }
}

/** 0 for a file that is not there. */
async function modifiedMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
