import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { templateDir } from '../locations.ts';
import type { Library } from './options.ts';

interface PackageJson {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly license?: unknown;
  readonly author?: unknown;
}

/**
 * The libraries that the files of a bundle belong to, in order of name. Files below `ownFolder` belong to none, unless they
 * are installed there.
 *
 * @throws ArenaError `unsupported` for a library that does not tell its licence
 */
export async function librariesOf(inputPaths: readonly string[], ownFolder: string): Promise<Library[]> {
  const folders = new Set(inputPaths.map(packageFolder));
  folders.delete(ownFolder);
  const libraries = await Promise.all([...folders].map(readLibrary));
  return libraries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The nearest folder with a package.json that has a name: some builds have one that only says `"type": "module"`. */
function packageFolder(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || existsSync(join(folder, 'manifest.json'))) return folder;
    if (dirname(folder) === folder) return folder;
  }
}

async function readLibrary(folder: string): Promise<Library> {
  const { name, version, license, author }: PackageJson = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  );
  if (typeof name !== 'string' || typeof version !== 'string' || typeof license !== 'string') {
    throw new ArenaError('unsupported', {
      what: folder,
      expected: 'a library that tells its name, version and licence',
      got: [name, version, license].map(String).join(', '),
      hint: 'it cannot become part of a package; use another library',
    });
  }
  const notice = (await licenceTexts(folder)) ?? (await ownNotice(name));
  if (notice === null) {
    throw new ArenaError('unsupported', {
      what: name,
      expected: 'the text of its licence',
      got: `only "${license}"`,
      hint: `write what it asks for into template/notices/${name}.md`,
    });
  }
  const by = authorText(author);
  return { name, version, license, notice: by === '' ? notice : `By ${by}\n\n${notice}` };
}

async function licenceTexts(folder: string): Promise<string | null> {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort();
  if (names.length === 0) return null;
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('\n').trim();
}

/** For a library that comes without a text, or with code of others. */
async function ownNotice(name: string): Promise<string | null> {
  const path = join(templateDir, 'notices', `${name}.md`);
  return existsSync(path) ? (await readFile(path, 'utf8')).trim() : null;
}

function authorText(author: unknown): string {
  if (typeof author === 'string') return author;
  const { name } = Object(author) as { name?: unknown };
  return typeof name === 'string' ? name : '';
}
