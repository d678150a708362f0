import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import { packageName } from '../runtime/errors.ts';
import { goldenContents, testGoldenFrames, writeGoldenFrames } from './golden.ts';
import type { FileRecord, Files, PackedSolution, Provenance, StageOptions } from './options.ts';
import { readPrevious, sha256Of } from './previous.ts';
import { readRuntime } from './runtime-files.ts';
import { packageJsonText, registryText, thirdPartyText } from './texts.ts';
import { bundleWinner } from './winner.ts';

/** A package that is ready to be packed and published. */
export interface StagedPackage {
  /** Absolute path. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** Solutions whose frames it reads, the winner first. */
  readonly solutions: readonly PackedSolution[];
  readonly files: Readonly<Record<string, FileRecord>>;
}

const semver = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/**
 * Makes the package that a winner becomes, and has it read every golden frame of every winner. It is made beside its place
 * and moved there when it is whole: on any error nothing is left behind.
 *
 * @throws ArenaError `usage` for a version that is none, `conflict` for a folder or version that is taken, `not-found`,
 *   `unsupported` for a solution that cannot be bundled, `mismatch` when the earlier version was changed or a golden frame
 *   does not decode to its matrix
 */
export async function stagePackage(options: StageOptions): Promise<StagedPackage> {
  const { version, previousFolder, readme } = options;
  if (!semver.test(version)) {
    const hint = 'pass another version';
    throw new ArenaError('usage', { what: 'version', expected: 'one such as 1.2.0', got: version, hint });
  }
  const folder = resolve(options.outFolder);
  await assertFree(folder);
  const previous = previousFolder === null ? null : await readPrevious(resolve(previousFolder), packageName);
  if (previous?.version === version) {
    const hint = 'it is the version of the earlier package; raise it';
    throw new ArenaError('conflict', { what: version, hint });
  }
  const winner = await bundleWinner(options);
  const solutions = [
    winner.solution,
    ...(previous?.solutions ?? []).filter((one) => !isSame(one, winner.solution)),
  ];
  const files: Files = new Map([
    ...(previous?.files ?? []),
    ...goldenContents(version),
    ...winner.files,
    ...(await readRuntime()),
    ['dist/registry.js', registryText(solutions)],
    ['package.json', packageJsonText(packageName, version, winner.description, solutions)],
    ['README.md', readme],
    ['THIRD-PARTY.md', thirdPartyText(solutions)],
  ]);
  // A leading dot hides it from the globs of package managers while it is there.
  const part = join(dirname(folder), `.${basename(folder)}.${randomUUID()}.part`);
  try {
    await writeFiles(part, files);
    await writeGoldenFrames(part, version);
    await testGoldenFrames(part);
    const records = await recordsOf(part);
    const own = { name: packageName, version };
    const provenance: Provenance = { package: own, solutions, files: records, origin: options.provenance };
    await writeFile(join(part, 'PROVENANCE.json'), `${JSON.stringify(provenance, null, 2)}\n`);
    // An empty folder is in the way of a move on some systems.
    await rmdir(folder).catch(() => {});
    await rename(part, folder);
    return { folder, ...own, solutions, files: records };
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

/** The same frames: the winner's file takes the place of the earlier one's. */
function isSame(a: PackedSolution, b: PackedSolution): boolean {
  return a.name === b.name && a.formatVersion === b.formatVersion;
}

async function assertFree(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new ArenaError('conflict', {
      what: folder,
      hint: 'it is no folder; name one that is new',
      cause: error,
    });
  });
  if (names.length > 0)
    throw new ArenaError('conflict', { what: folder, hint: 'is not empty; name a folder that is new' });
}

async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await chmod(join(folder, 'dist/cli.js'), 0o755);
}

async function recordsOf(folder: string): Promise<Record<string, FileRecord>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
  const records: [string, FileRecord][] = [];
  for (const path of paths) {
    const bytes = await readFile(join(folder, path));
    records.push([path, { bytes: bytes.length, sha256: sha256Of(bytes) }]);
  }
  return Object.fromEntries(records);
}
