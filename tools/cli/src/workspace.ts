import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { readSolutionPackage, type SolutionPackage } from '@matrix-arena/harness';

/** The checkout that a folder is in: the nearest folder above it with solutions; null outside one. */
export function findWorkspace(from: string): string | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'pnpm-workspace.yaml')) && existsSync(join(folder, 'solutions')))
      return folder;
    if (dirname(folder) === folder) return null;
  }
}

/**
 * The solutions that a command line names: by name, for those of the workspace, or by path. No name means all of
 * the workspace.
 *
 * @throws ArenaError `usage` for an unknown name, with the known ones
 */
export async function selectSolutions(names: readonly string[], from: string): Promise<SolutionPackage[]> {
  const workspace = findWorkspace(from);
  if (names.length === 0 && workspace === null) {
    throw new ArenaError('usage', {
      what: 'solutions',
      hint: 'none here; name one by its path, or run in a checkout',
    });
  }
  const folders = workspace === null ? [] : await solutionFolders(workspace);
  if (names.length === 0) return Promise.all(folders.map(readSolutionPackage));
  return Promise.all(
    names.map((name) => {
      const known = folders.find((folder) => basename(folder) === name);
      if (known !== undefined) return readSolutionPackage(known);
      if (/[/\\]|^\.{1,2}$/.test(name)) return readSolutionPackage(resolve(from, name));
      throw new ArenaError('usage', {
        what: 'solution',
        expected: `one of ${folders.map((folder) => basename(folder)).join(', ') || '(none)'}`,
        got: name,
        hint: 'pass a known name, or a path such as ./my-solution',
      });
    }),
  );
}

async function solutionFolders(workspace: string): Promise<string[]> {
  const folder = join(workspace, 'solutions');
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'manifest.json')))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** Result files that the bench tasks of the workspace's solutions left behind. */
export async function workspaceResults(from: string): Promise<string[]> {
  const workspace = findWorkspace(from);
  const folders = workspace === null ? [] : await solutionFolders(workspace);
  const paths = folders
    .map((folder) => join(folder, '.arena', 'result.json'))
    .filter((path) => existsSync(path));
  if (paths.length > 0) return paths;
  throw new ArenaError('usage', {
    what: 'results',
    hint: 'none here yet; name result files, or run pnpm bench first',
  });
}
