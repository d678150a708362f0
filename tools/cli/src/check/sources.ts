import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** What a package with a build script is built from: folders and files, relative to it. */
export const sourceRoots: readonly string[] = [
  'src',
  'assembly',
  'scripts',
  'manifest.json',
  'package.json',
  'tsup.config.ts',
  'tsconfig.json',
  'asconfig.json',
];

/** What nobody writes by hand, and what editors leave behind. */
const ignored = /(^|\/)(node_modules|dist|dist-inspect|\.[^/]+|[^/]+~)(\/|$)/;

/** @param path relative to a source root, with `/` between its parts */
export function isIgnored(path: string): boolean {
  return ignored.test(path);
}

/**
 * The files of a source root: itself, or all below it, relative to the package, with `/` between their parts, in
 * order. None when there is no such root.
 */
export async function sourceFiles(folder: string, root: string): Promise<string[]> {
  const path = join(folder, root);
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => null,
  );
  if (isFolder === null) return [];
  if (!isFolder) return [root];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      // Folders may go away while they are read.
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(path, join(entry.parentPath, entry.name))))
    .filter((below) => !isIgnored(below))
    .map((below) => (root === '.' ? below : `${root}/${below}`))
    .sort();
}

/** A path with `/` between its parts on every system. */
export function slashed(path: string): string {
  return path.replaceAll(sep, '/');
}
