import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import {
  type CodeReview,
  readSolutionPackage,
  reviewCode,
  type SolutionPackage,
  unpackTarball,
} from '@matrix-arena/harness';
import type { CompetitionConfig } from '@matrix-arena/ledger';
import { packageLimitsOf } from './evaluation-options.ts';
import { packFolder } from './pack.ts';
import { withWorkFolder } from './work-folder.ts';

/** A package that can be sent, and what can be seen of it. */
export interface PreparedSubmission {
  /** As given. */
  readonly path: string;
  readonly tarball: Uint8Array;
  readonly manifest: SolutionPackage['manifest'];
  /** Everything that is in it, by name. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly review: CodeReview;
}

/**
 * Packs a folder, or reads a tarball, and unpacks it again to look at what is in it. Nothing of it runs.
 *
 * @throws ArenaError `not-found`, `bad-format` or `limit-exceeded` for what is no package of a solution
 */
export async function prepareSubmission(
  given: string,
  { limits, allowedLibraries }: CompetitionConfig,
  signal: AbortSignal,
): Promise<PreparedSubmission> {
  const path = resolve(given);
  const isFolder = await kindOf(path);
  return withWorkFolder('submit', async (work) => {
    if (isFolder) await assertPackage(path);
    const packed = join(work, 'packed');
    await mkdir(packed);
    const file = isFolder ? await packFolder(path, packed, signal) : path;
    const unpacked = join(work, 'package');
    // First, since it looks at the size.
    await unpackTarball(file, unpacked, packageLimitsOf(limits));
    const tarball = await readFile(file);
    const solution = await readSolutionPackage(unpacked);
    return {
      path: given,
      tarball,
      manifest: solution.manifest,
      files: await filesIn(unpacked),
      review: await reviewCode(solution, { codeLimitBytes: limits.codeBytes, allowedLibraries }),
    };
  });
}

/** @returns whether it is a folder */
async function kindOf(path: string): Promise<boolean> {
  const entry = await stat(path).catch((cause: unknown) => {
    const hint = 'is not there; name the folder of a package, or a tarball that npm pack made';
    throw new ArenaError('not-found', { what: path, hint, cause });
  });
  if (entry.isDirectory()) return true;
  if (!entry.isFile())
    throw new ArenaError('bad-format', {
      what: path,
      hint: 'is neither a folder nor a file; name one of these',
    });
  if (entry.size === 0)
    throw new ArenaError('bad-format', { what: path, hint: 'is empty; make it anew with npm pack' });
  return false;
}

async function assertPackage(folder: string): Promise<void> {
  const names = await readdir(folder);
  const missing = ['package.json', 'manifest.json'].filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new ArenaError('bad-format', {
    what: folder,
    expected: 'the package of a solution',
    got: `a folder without ${missing.join(' and ')}`,
    hint: 'name another folder; arena new makes a package',
  });
}

async function filesIn(folder: string): Promise<PreparedSubmission['files']> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => ({
      name: relative(folder, path).replaceAll(sep, '/'),
      bytes: (await stat(path)).size,
    })),
  );
  return files.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}
