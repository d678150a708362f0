import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { onFile, readWholeFile } from '../files.ts';
import { isMatrixFileName, knownExtensions } from '../formats/table.ts';
import { assertPullIsComplete } from '../pull/pull-state.ts';
import { manifestName, maxManifestBytes, parseSetManifest } from './manifest-csv.ts';
import type { ManifestRow } from './manifest-row.ts';

/** A file of a set, and what the manifest says of it. */
export interface CorpusEntry extends ManifestRow {
  /** The file, with the name of its folder in front in a set of sets. Unique in a set. */
  readonly id: string;
  /** Where the file is. */
  readonly path: string;
}

export interface CorpusSet {
  /** Name of the folder. */
  readonly name: string;
  readonly dir: string;
  /** In the order of the manifest, or of names where there is none. */
  readonly entries: readonly CorpusEntry[];
}

/**
 * Opens a folder as a set. With a `manifest.csv` the set is what the manifest lists. Without one it is the matrix
 * files in the folder (of `.txt` files only `activation_*`) and the sets in its sub-folders that have a manifest,
 * their ids with the folder's name in front.
 *
 * Reads manifests only; a listed file that is missing shows when it is read.
 *
 * @throws ArenaError `not-found` for a missing folder or one without matrices, `bad-format` for a bad manifest,
 *   `unsupported` for a listed file that is not read here, `conflict` for the rest of a pull that was stopped
 */
export async function openSet(dir: string): Promise<CorpusSet> {
  const entries = (await manifestEntries(dir, '')) ?? (await folderEntries(dir));
  if (entries.length === 0) {
    throw new ArenaError('not-found', {
      what: dir,
      expected: `${manifestName} or files of ${knownExtensions.join(', ')}`,
      got: 'neither',
      hint: 'pass the folder of a set',
    });
  }
  return { name: basename(resolve(dir)), dir, entries };
}

/** What the manifest of a folder lists, undefined without a manifest. */
async function manifestEntries(dir: string, idPrefix: string): Promise<CorpusEntry[] | undefined> {
  await assertPullIsComplete(dir);
  const names = await onFile(dir, () => readdir(dir));
  if (!names.includes(manifestName)) return undefined;
  const path = join(dir, manifestName);
  const bytes = await readWholeFile(path, path, maxManifestBytes);
  return parseSetManifest(bytes, path).rows.map((row) => entryOf(row, dir, idPrefix));
}

async function folderEntries(dir: string): Promise<CorpusEntry[]> {
  const content = await onFile(dir, () => readdir(dir, { withFileTypes: true }));
  content.sort((a, b) => (a.name < b.name ? -1 : 1));
  const files = content
    .filter((item) => !item.isDirectory() && isMatrixFileName(item.name))
    .map((item) => entryOf(rowWithoutManifest(item.name), dir, ''));
  const folders = content.filter((item) => item.isDirectory());
  const sets = await Promise.all(
    folders.map(async ({ name }) => (await manifestEntries(join(dir, name), `${name}/`)) ?? []),
  );
  return [...files, ...sets.flat()];
}

export function entryOf(row: ManifestRow, dir: string, idPrefix: string): CorpusEntry {
  return { ...row, id: `${idPrefix}${row.file}`, path: join(dir, row.file) };
}

function rowWithoutManifest(file: string): ManifestRow {
  return {
    file,
    sha256: undefined,
    bytes: undefined,
    payloadBytes: undefined,
    shape: undefined,
    direction: undefined,
    kind: undefined,
    columns: new Map(),
  };
}
