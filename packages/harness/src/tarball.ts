import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ArenaError, type ArenaErrorKind } from '@matrix-arena/contract';
import { Parser, type ReadEntry } from 'tar';

/** How large a submitted package may be at most. */
export interface TarballLimits {
  readonly tarballBytes: number;
  /** Everything unpacked, the archive's own blocks included. */
  readonly unpackedBytes: number;
  readonly fileBytes: number;
  /** Files and folders together. */
  readonly entries: number;
}

export const tarballLimits: TarballLimits = {
  tarballBytes: 20e6,
  unpackedBytes: 50e6,
  fileBytes: 20e6,
  entries: 1000,
};

/** Every path of a tarball that `npm pack` makes begins like this. */
const prefix = 'package/';
const fileTypes: readonly string[] = ['File', 'OldFile', 'ContiguousFile'];

/**
 * Unpacks the tarball of a submitted npm package. Nothing is written before all of it was read and found good, and
 * nothing of it is run. What is written are plain files and folders, readable and not executable.
 *
 * @param path the .tgz
 * @param into a folder that is empty or not there yet; the package's manifest.json is in it afterwards
 * @throws ArenaError `not-found` for a missing tarball, `conflict` when the folder is not empty, `limit-exceeded` beyond
 *   the limits, `bad-format` for everything that a package of a solution does not have: links and devices, paths that
 *   lead out of it, libraries of its own, no manifest; `unavailable` where it cannot be written, as on a full disk
 */
export async function unpackTarball(path: string, into: string, limits = tarballLimits): Promise<void> {
  await assertEmpty(into);
  const files = await readTarball(path, limits);
  try {
    for (const [name, bytes] of files) {
      const file = join(into, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes, { flag: 'wx', mode: 0o644 });
    }
  } catch (cause) {
    await rm(into, { recursive: true, force: true });
    throw notWritten(path, into, cause as NodeJS.ErrnoException);
  }
}

/** What a package alone can be blamed for: two names of one place, and names that are too long. */
const faultsOfPackage: readonly (string | undefined)[] = [
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'ENAMETOOLONG',
  'EINVAL',
];

/** Whatever else goes wrong, such as a full disk, lies with this machine. */
function notWritten(path: string, into: string, cause: NodeJS.ErrnoException): ArenaError {
  if (faultsOfPackage.includes(cause.code))
    return problem('bad-format', path, 'its files do not fit beside each other', cause);
  const hint = `cannot be written (${cause.message}); make room there, or choose another place`;
  return new ArenaError('unavailable', { what: into, hint, cause });
}

async function assertEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  if (names.length > 0)
    throw new ArenaError('conflict', { what: folder, hint: 'is not empty; name a folder that is new' });
}

/** Files of a tarball by name, without the prefix. */
async function readTarball(path: string, limits: TarballLimits): Promise<Map<string, Buffer>> {
  const archive = await inflate(path, limits);
  const files = new Map<string, Buffer>();
  let count = 0;

  function take(entry: ReadEntry): void {
    if (++count > limits.entries) throw tooMuch(path, 'entries', limits.entries, count);
    const name = checkedName(path, entry);
    if (entry.size > limits.fileBytes)
      throw tooMuch(`${path}: ${name}`, 'bytes', limits.fileBytes, entry.size);
    const chunks: Buffer[] = [];
    entry.on('data', (chunk: Buffer) => chunks.push(chunk));
    if (entry.type === 'Directory') return;
    if (files.has(name)) throw problem('bad-format', path, `${name} is in it twice`);
    entry.on('end', () => files.set(name, Buffer.concat(chunks)));
  }

  await new Promise<void>((resolve, reject) => {
    const refuse = (error: Error): void => {
      const known = error instanceof ArenaError;
      reject(known ? error : problem('bad-format', path, `it is no tarball: ${error.message}`, error));
    };
    const parser = new Parser({
      strict: true,
      brotli: false,
      zstd: false,
      onReadEntry: guarded(take, refuse),
    });
    parser.on('ignoredEntry', (entry: ReadEntry) =>
      refuse(problem('bad-format', path, `${entry.path} is a ${entry.type}`)),
    );
    parser.on('error', refuse);
    parser.on('end', resolve);
    parser.end(archive);
  });
  if (!files.has('manifest.json')) throw problem('bad-format', path, 'there is no manifest.json at its top');
  return files;
}

function guarded<T>(take: (value: T) => void, refuse: (error: Error) => void): (value: T) => void {
  return (value) => {
    try {
      take(value);
    } catch (error) {
      refuse(error as Error);
    }
  };
}

/** Reads and inflates, and stops as soon as there is too much of it. */
async function inflate(path: string, { tarballBytes, unpackedBytes }: TarballLimits): Promise<Buffer> {
  const missing = (cause: unknown): never => {
    const hint = 'there is no such tarball; pass what npm pack made';
    throw new ArenaError('not-found', { what: path, hint, cause });
  };
  const { size } = await stat(path).catch(missing);
  if (size > tarballBytes) throw tooMuch(path, 'bytes', tarballBytes, size);
  const packed = await readFile(path).catch(missing);
  const archive = await promisify(gunzip)(packed, { maxOutputLength: unpackedBytes }).catch((error) => {
    if (error.code === 'ERR_BUFFER_TOO_LARGE') throw tooMuch(path, 'unpacked bytes', unpackedBytes, 'more');
    throw problem('bad-format', path, 'it is not a gzip file', error);
  });
  // The parser would inflate what is packed twice.
  if (isGzip(archive)) throw problem('bad-format', path, 'it is packed twice');
  return archive;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Name of an entry inside the package; it stays inside whatever system reads it. */
function checkedName(path: string, { path: entryPath, type }: ReadEntry): string {
  if (type !== 'Directory' && !fileTypes.includes(type))
    throw problem('bad-format', path, `${entryPath} is a ${type}; only files and folders can be in it`);
  const isInside = entryPath.startsWith(prefix) || (type === 'Directory' && `${entryPath}/` === prefix);
  const name = entryPath.slice(prefix.length).replace(/\/$/, '');
  const parts = name.split('/');
  const isSafe = parts.every((part) => /^[^\\:\p{Cc}]+$/u.test(part) && part !== '.' && part !== '..');
  if (!isInside || (name === '' ? type !== 'Directory' : !isSafe))
    throw problem('bad-format', path, `${JSON.stringify(entryPath)} is no path below ${prefix}`);
  // It would not count as the solution's code.
  if (parts.includes('node_modules'))
    throw problem('bad-format', path, `${entryPath} is a library; name it in the manifest and leave it out`);
  return name;
}

function tooMuch(what: string, unit: string, most: number, got: string | number): ArenaError {
  const hint = 'leave out of the package what the solution does not need';
  return new ArenaError('limit-exceeded', { what, expected: `at most ${most} ${unit}`, got, hint });
}

function problem(kind: ArenaErrorKind, what: string, problem: string, cause?: unknown): ArenaError {
  return new ArenaError(kind, { what, hint: `${problem}; make it anew with npm pack`, cause });
}
