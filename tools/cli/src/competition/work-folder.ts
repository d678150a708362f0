import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';

/** What a folder is for; it is a part of its name. */
export type WorkKind = 'evaluation' | 'standing' | 'submit';

const kinds: readonly WorkKind[] = ['evaluation', 'standing', 'submit'];

/** Numbers of processes mean nothing on another machine, or in another container, that shares the folder. */
const beginningOf = (kind: WorkKind): string => `arena-${kind}-${os.hostname()}-`;

/**
 * Runs `work` with a folder of its own, which is gone afterwards. Its name tells the process that made it.
 *
 * @throws ArenaError `unavailable` where no folder can be made
 */
export async function withWorkFolder<T>(kind: WorkKind, work: (folder: string) => Promise<T>): Promise<T> {
  const parent = os.tmpdir();
  const folder = await mkdtemp(join(parent, `${beginningOf(kind)}${process.pid}-`)).catch((cause: Error) => {
    const hint = `no folder can be made there (${cause.message}); make room, or name another place with TMPDIR`;
    throw new ArenaError('unavailable', { what: parent, hint, cause });
  });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes folders of this user's processes that are gone: one that was killed could not do it. What cannot be removed is
 * left, since it keeps nobody from working.
 */
export async function removeAbandonedFolders(parent = os.tmpdir()): Promise<void> {
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const name of names) {
    const pid = pidOf(name);
    if (pid === null || isRunning(pid)) continue;
    const folder = join(parent, name);
    if (await isOwn(folder)) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

/** The process in the name of a folder; null for a folder of something else. */
function pidOf(name: string): number | null {
  const beginning = kinds.map(beginningOf).find((one) => name.startsWith(one));
  const [, digits] =
    beginning === undefined ? [] : (/^([1-9]\d*)-[^-]+$/.exec(name.slice(beginning.length)) ?? []);
  return digits === undefined ? null : Number(digits);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Anything else, such as that it is another user's, says that there is one.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Where the system tells no users apart, the folder for temporary files is the user's own. */
async function isOwn(folder: string): Promise<boolean> {
  const user = process.getuid?.();
  if (user === undefined) return true;
  const { uid } = await stat(folder).catch(() => ({ uid: null }));
  return uid === user;
}
