import { access, readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/** A name that cannot lead out of the folder that packages are installed in. */
const packageName = /^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i;

/**
 * The real folders of libraries, and of the libraries that these depend on: behind the links of package managers. One that
 * is not installed has none.
 *
 * @param from folder of the module that imports them
 * @param installed further folders with libraries by name
 */
export async function inputRoots(
  names: readonly string[],
  from: string,
  installed: readonly string[],
): Promise<string[]> {
  const roots = new Set<string>();
  const add = async (name: string, importer: string): Promise<void> => {
    const root = packageName.test(name) ? await installedAt(name, importer, installed) : null;
    if (root === null || roots.has(root)) return;
    roots.add(root);
    for (const needed of await dependenciesOf(root)) await add(needed, root);
  };
  for (const name of names) await add(name, await realPathOf(from));
  return [...roots];
}

/** The first of some files that lies in none of the folders, by their real places; undefined when all do. */
export async function strangeInput(
  paths: readonly string[],
  roots: readonly string[],
): Promise<string | undefined> {
  const places = await Promise.all(paths.map(realPathOf));
  return places.find((place) => !roots.some((root) => isIn(root, place)));
}

/** Whether a file is in a folder, and in no library that is installed there. Both are real paths. */
export function isOwnFile(folder: string, path: string): boolean {
  return isIn(folder, path) && !relative(folder, path).split(sep).includes('node_modules');
}

/** Behind all links; as it is where there is nothing. */
export function realPathOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function isIn(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

/** Looks into the same folders as a bundler does. */
async function installedAt(
  name: string,
  importer: string,
  installed: readonly string[],
): Promise<string | null> {
  const folders: string[] = [];
  for (let folder = importer; ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules'));
    if (folder === dirname(folder)) break;
  }
  for (const folder of [...folders, ...installed]) {
    const found = join(folder, name);
    const isThere = await access(found).then(
      () => true,
      () => false,
    );
    if (isThere) return realpath(found);
  }
  return null;
}

async function dependenciesOf(folder: string): Promise<string[]> {
  const json = await readFile(join(folder, 'package.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => null);
  const { dependencies, peerDependencies, optionalDependencies } = Object(json);
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
}
