import { existsSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
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
  return Promise.all((await selectPaths(names, from)).map(readSolutionPackage));
}

/**
 * The folders of such solutions, whatever is in them.
 *
 * @throws ArenaError `usage` for an unknown name, `not-found` for a path that is no folder
 */
export async function selectFolders(names: readonly string[], from: string): Promise<string[]> {
  const paths = await selectPaths(names, from);
  for (const path of paths) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) continue;
    throw new ArenaError('not-found', { what: path, hint: 'pass the folder of a solution package' });
  }
  return paths;
}

async function selectPaths(names: readonly string[], from: string): Promise<string[]> {
  const workspace = findWorkspace(from);
  if (names.length === 0 && workspace === null) {
    throw new ArenaError('usage', {
      what: 'solutions',
      hint: 'none here; name one by its path, or run in a checkout',
    });
  }
  const folders = workspace === null ? [] : await solutionFolders(workspace);
  if (names.length === 0) return folders;
  return names.map((name) => {
    const known = folders.find((folder) => basename(folder) === name);
    if (known !== undefined) return known;
    if (/[/\\]|^\.{1,2}$/.test(name)) return resolve(from, name);
    throw new ArenaError('usage', {
      what: 'solution',
      expected: `one of ${folders.map((folder) => basename(folder)).join(', ') || '(none)'}`,
      got: name,
      hint: 'pass a known name, or a path such as ./my-solution',
    });
  });
}

async function solutionFolders(workspace: string): Promise<string[]> {
  const folder = join(workspace, 'solutions');
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'manifest.json')))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** Result files that the bench tasks of the workspace's solutions left behind; none outside one. */
export async function storedResults(from: string): Promise<string[]> {
  const workspace = findWorkspace(from);
  const folders = workspace === null ? [] : await solutionFolders(workspace);
  return folders.map((folder) => join(folder, '.arena', 'result.json')).filter((path) => existsSync(path));
}

/** @throws ArenaError `usage` when there are no stored results */
export async function workspaceResults(from: string): Promise<string[]> {
  const paths = await storedResults(from);
  if (paths.length > 0) return paths;
  throw new ArenaError('usage', {
    what: 'results',
    hint: 'none here yet; name result files, or run pnpm bench first',
  });
}

/** When the last bench over all solutions of the workspace began, as an ISO time; null when there was none. */
export async function lastBenchStart(from: string): Promise<string | null> {
  const workspace = findWorkspace(from);
  if (workspace === null) return null;
  const text = await readFile(join(workspace, '.arena', 'bench-started-at'), 'utf8').catch(() => null);
  return text === null ? null : text.trim();
}
