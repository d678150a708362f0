import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';

/** Where a new solution goes. */
export interface Place {
  /** Absolute path of the package that is to be made. */
  readonly folder: string;
  /** Root of the checkout that it becomes part of; null for a package that stands alone. */
  readonly workspace: string | null;
}

/** The checkout that a folder is in: the nearest folder above it with solutions; null outside one. */
export function findWorkspace(from: string): string | null {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'pnpm-workspace.yaml')) && existsSync(join(folder, 'solutions')))
      return folder;
    if (dirname(folder) === folder) return null;
  }
}

/**
 * Decides where a solution goes: in a checkout below `solutions`, elsewhere below the current folder.
 *
 * @param dir folder of the package, if the user chose one
 * @throws ArenaError `usage` for another folder within a checkout, whose tools would not find it
 */
export function choosePlace(name: string, dir: string | undefined, from: string): Place {
  const here = findWorkspace(from);
  const usual = here === null ? join(resolve(from), name) : join(here, 'solutions', name);
  const folder = dir === undefined ? usual : resolve(from, dir);
  const workspace = findWorkspace(dirname(folder));
  if (workspace !== null && folder !== join(workspace, 'solutions', name)) {
    throw new ArenaError('usage', {
      what: '--dir',
      expected: `${join(workspace, 'solutions', name)} or a folder outside of the checkout`,
      got: folder,
      hint: 'leave --dir out, or choose another folder',
    });
  }
  return { folder, workspace };
}

/** @throws ArenaError `conflict` when folder or name are taken, `not-found` when there is nothing to put it in */
export function assertFree(name: string, { folder, workspace }: Place): void {
  const conflict = (what: string): ArenaError =>
    new ArenaError('conflict', { what, hint: 'choose another name; nothing is overwritten' });
  if (existsSync(folder)) throw conflict(`${folder} is there already`);
  const parent = dirname(folder);
  if (!existsSync(parent))
    throw new ArenaError('not-found', { what: parent, hint: 'make this folder first' });
  const owner = workspace === null ? undefined : ownerOf(name, workspace);
  if (owner !== undefined) throw conflict(`${owner} has the name ${name}`);
}

/** The package of a workspace that has a name, by its manifest or its package.json. */
function ownerOf(name: string, workspace: string): string | undefined {
  return ['packages', 'solutions', 'tools']
    .flatMap((room) => subfolders(join(workspace, room)))
    .map((folder) => relative(workspace, folder))
    .find((folder) =>
      ['manifest.json', 'package.json'].some(
        (file) => basename(nameIn(join(workspace, folder, file)) ?? '') === name,
      ),
    );
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

/** The field `name` of a JSON file; undefined for a file that is missing or says nothing of the kind. */
function nameIn(path: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown };
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
