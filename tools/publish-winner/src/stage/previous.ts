import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { readJsonFile } from '@matrix-arena/node-kit';
import {
  type FileRecord,
  type Files,
  type PackedSolution,
  type Provenance,
  solutionFile,
} from './options.ts';

/** What a version of the package hands on to the next. */
export interface Previous {
  readonly version: string;
  readonly solutions: readonly PackedSolution[];
  /** Decoders, what takes frames apart, and golden frames. */
  readonly files: Files;
}

const carriedPath =
  /^(dist\/(decoders|inspect)\/[a-z][a-z0-9-]*\.js|test\/golden\/[\w.+-]+\/[\w-]+\.(frame|bin))$/;

/**
 * Reads what is carried over from an earlier version of the package. Every file of it is checked against the hash in its
 * PROVENANCE.json before any is taken.
 *
 * @throws ArenaError `not-found`, `bad-format`, or `mismatch` for a file that is not the one that was published
 */
export async function readPrevious(folder: string, packageName: string): Promise<Previous> {
  const provenance = await readProvenance(folder);
  if (provenance.package.name !== packageName) {
    const { name } = provenance.package;
    throw badFormat(join(folder, 'PROVENANCE.json'), `a package ${packageName}`, name);
  }
  const files: Files = new Map();
  for (const [path, record] of Object.entries(provenance.files)) {
    if (!carriedPath.test(path)) continue;
    files.set(path, await readChecked(join(folder, path), record));
  }
  for (const { decoder, inspect } of provenance.solutions) {
    for (const path of [decoder, inspect])
      if (path !== null && !files.has(path))
        throw badFormat(join(folder, path), 'a file with a hash', 'none');
  }
  return { version: provenance.package.version, solutions: provenance.solutions, files };
}

async function readProvenance(folder: string): Promise<Provenance> {
  const path = join(folder, 'PROVENANCE.json');
  const json = await readJsonFile(path, {
    missing: 'it is not there; pass the folder of an unpacked earlier version',
    notJson: 'it is not JSON; unpack the package again',
  });
  if (!isProvenance(json)) throw badFormat(path, 'package, solutions and files', 'something else');
  return json;
}

async function readChecked(path: string, record: FileRecord): Promise<Uint8Array> {
  const hint = 'the earlier version was changed; unpack it again from where it was published';
  const entry = await lstat(path).catch(() => undefined);
  if (!entry?.isFile())
    throw new ArenaError('mismatch', { what: path, expected: 'a file', got: 'none', hint });
  const bytes = await readFile(path);
  const got = sha256Of(bytes);
  if (got !== record.sha256)
    throw new ArenaError('mismatch', { what: path, expected: `sha256 ${record.sha256}`, got, hint });
  return bytes;
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isProvenance(json: unknown): json is Provenance {
  const { package: own, solutions, files } = objectOf(json);
  const { name, version } = objectOf(own);
  return (
    [name, version].every(isText) &&
    Array.isArray(solutions) &&
    solutions.length > 0 &&
    solutions.every(isPackedSolution) &&
    Object.values(objectOf(files)).every((record) => isText(objectOf(record).sha256))
  );
}

function isPackedSolution(json: unknown): boolean {
  const { name, formatVersion, version, since, license, authors, decoder, inspect, libraries } =
    objectOf(json);
  if (!isText(name) || !Number.isInteger(formatVersion)) return false;
  const id = { name, formatVersion: Number(formatVersion) };
  return (
    [version, since, license].every(isText) &&
    Array.isArray(authors) &&
    authors.every(isText) &&
    decoder === solutionFile('decoders', id) &&
    (inspect === null || inspect === solutionFile('inspect', id)) &&
    Array.isArray(libraries) &&
    libraries.every((one) =>
      ['name', 'version', 'license', 'notice'].every((key) => isText(objectOf(one)[key])),
    )
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';

function objectOf(json: unknown): Record<string, unknown> {
  return Object(json);
}

function badFormat(what: string, expected: string, got: string): ArenaError {
  return new ArenaError('bad-format', { what, expected, got, hint: 'unpack the package again' });
}
