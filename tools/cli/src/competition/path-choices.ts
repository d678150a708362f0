import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isTarball } from '../submissions.ts';

export interface PathChoice {
  /** As it is typed; that of a folder in which to look on ends in a slash. */
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** What a path that is being typed may become: packages, tarballs, and folders to look for them in. */
export function pathChoices(typed: string, from: string): PathChoice[] {
  const slash = typed.lastIndexOf('/') + 1;
  const [folder, start] = [typed.slice(0, slash), typed.slice(slash)];
  return entriesIn(resolve(from, folder))
    .filter(({ name }) => name.startsWith(start) && name !== 'node_modules')
    .flatMap(({ name, isFolder }): PathChoice[] => {
      const path = `${folder}${name}`;
      if (isFolder && existsSync(join(resolve(from, path), 'manifest.json')))
        return [{ value: path, label: path, hint: 'package' }];
      if (isFolder) return [{ value: `${path}/`, label: `${path}/` }];
      return isTarball(name) ? [{ value: path, label: path, hint: 'tarball' }] : [];
    });
}

/** Names in a folder that are not hidden; none where there is no such folder. */
function entriesIn(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
