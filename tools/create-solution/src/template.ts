import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill, type Words } from './fill.ts';

const templateDir = fileURLToPath(new URL('../template/', import.meta.url));
/** They are taken over byte by byte; everything else is text. */
const binaryFiles = ['.bin', '.frame'];

/** Files of a package by path, with `/` between its parts. */
export type Files = ReadonlyMap<string, Uint8Array | string>;

/** How two layers share a file. Any other file belongs to one layer alone. */
const merges: Record<string, (below: string, above: string) => string> = {
  'package.json': mergeJson,
  '.gitignore': (below, above) => below + above,
};

/** Lays folders of the template over each other, and fills in the words. */
export async function readTemplate(layers: readonly string[], words: Words): Promise<Files> {
  const files = new Map<string, Uint8Array | string>();
  for (const layer of layers) {
    for (const [path, content] of await readLayer(layer)) {
      const below = files.get(path);
      const merge = merges[path];
      if (below !== undefined && merge === undefined) throw new Error(`${path}: in two layers`);
      files.set(path, below === undefined ? content : merge(String(below), String(content)));
    }
  }
  return new Map(
    [...files].map(([path, content]) => [
      path,
      typeof content === 'string' ? fill(path, content, words) : content,
    ]),
  );
}

async function readLayer(layer: string): Promise<[string, Uint8Array | string][]> {
  const root = join(templateDir, layer);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
  return Promise.all(
    paths.map(async (path): Promise<[string, Uint8Array | string]> => {
      const bytes = await readFile(join(root, path));
      return [targetPath(path), binaryFiles.includes(extname(path)) ? bytes : bytes.toString('utf8')];
    }),
  );
}

/** npm leaves some dot files out of a package: in the template they start with an underscore. */
function targetPath(path: string): string {
  return join(dirname(path), basename(path).replace(/^_/, '.')).replaceAll(sep, '/');
}

type Json = { [key: string]: Json | string };

/** A field of the upper object replaces the lower one's; objects are merged, dependencies stay sorted. */
function mergeJson(below: string, above: string): string {
  const merged = mergeObjects(JSON.parse(below), JSON.parse(above));
  return `${JSON.stringify(merged, null, 2)}\n`;
}

function mergeObjects(below: Json, above: Json): Json {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const old = merged[key];
    merged[key] = typeof old === 'object' && typeof value === 'object' ? mergeObjects(old, value) : value;
    if (/dependencies$/i.test(key)) merged[key] = sorted(merged[key] as Json);
  }
  return merged;
}

/** The same object with its keys in order, as package managers write dependencies. */
export function sorted<T>(object: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
