import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import { basename, join, resolve } from 'node:path';
import {
  assertSandbox,
  type Isolation,
  readSolutionPackage,
  type SolutionPackage,
  unpackTarball,
} from '@matrix-arena/harness';
import { selectSolutions } from './workspace.ts';

/** How solutions that nobody vouches for are run. */
export interface Trust {
  /** Sandboxes for all, also for those that are trusted. */
  readonly sandbox: boolean;
  /** No sandbox for anything. */
  readonly unsafe: boolean;
}

/** Whether what a command line names is the tarball of a package. */
export function isTarball(name: string): boolean {
  return /\.(tgz|tar\.gz)$/.test(name);
}

/**
 * Runs `work` with the solutions that a command line names: by name, by folder, or by the tarball of a package. Tarballs
 * are unpacked for as long as `work` takes. With one among them all solutions run in sandboxes: figures can only be
 * compared when they were taken in the same way.
 *
 * @throws ArenaError `unavailable` when a sandbox is needed and there is none, and what selecting and unpacking throw
 */
export async function withSolutions<T>(
  names: readonly string[],
  from: string,
  { sandbox, unsafe }: Trust,
  work: (solutions: SolutionPackage[], isolation: Isolation) => Promise<T>,
): Promise<T> {
  const isIsolated = sandbox || names.some(isTarball);
  const isolation = isIsolated ? (unsafe ? 'unsafe-processes' : 'sandbox') : 'threads';
  if (isolation === 'sandbox') await assertSandbox();
  const unpacked = await mkdtemp(join(os.tmpdir(), 'arena-submissions-'));
  try {
    const solutions: SolutionPackage[] = [];
    const others = names.filter((name) => !isTarball(name));
    if (names.length === 0 || others.length > 0) solutions.push(...(await selectSolutions(others, from)));
    for (const [index, name] of names.filter(isTarball).entries()) {
      const folder = join(unpacked, `${index}-${basename(name).replace(/\.(tgz|tar\.gz)$/, '')}`);
      await mkdir(folder);
      await unpackTarball(resolve(from, name), folder);
      solutions.push(await readSolutionPackage(folder));
    }
    return await work(solutions, isolation);
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}
