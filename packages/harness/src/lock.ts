import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArenaError, isArenaError } from '@matrix-arena/contract';
import { assertNotInterrupted } from './call-worker.ts';

const pollMs = 200;
const guardLimitMs = 10_000;
/** What this process writes into the lock. The number of a process that is gone may be another's by now, even its own. */
const own = `${process.pid} ${randomUUID()}`;

/**
 * Runs `work` while no other bench of this user runs on the machine: two at a time would only measure each other.
 *
 * @param onWait called once with the process that has to be waited for
 * @throws ArenaError `interrupted` when the signal ends the waiting, `unavailable` where no lock can be made
 */
export async function withBenchLock<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  onWait: (holderPid: number) => void,
): Promise<T> {
  const path = lockPath();
  let isToldToWait = false;
  while (!(await tryLock(path))) {
    const text = await read(path);
    const holder = runningPid(text);
    if (holder !== null) {
      if (!isToldToWait) onWait(holder);
      isToldToWait = true;
    }
    await sleep(pollMs);
    assertNotInterrupted(signal);
    // One that was not written to yet was taken this instant, most likely: only what stays as it is was abandoned.
    if (holder === null && text !== null && (await read(path)) === text) await removeAbandoned(path, text);
  }
  try {
    return await work();
  } finally {
    if ((await read(path)) === own) await rm(path, { force: true });
  }
}

/** One per machine and user. Numbers of processes mean nothing on another machine that shares the folder. */
function lockPath(): string {
  // Not every user has a name: a container may run as a bare number.
  const user = process.getuid?.() ?? os.userInfo().username;
  return join(os.tmpdir(), `matrix-arena-bench-${os.hostname()}-${user}.lock`);
}

async function tryLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(own);
    } finally {
      await file.close();
    }
    // Whoever is held up before the writing may be taken for one who is gone.
    return (await read(path)) === own;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw isArenaError(cause) ? cause : noLock(cause as Error, 'make room');
  }
}

/**
 * Removes an abandoned lock, as long as it is still that one: another process that waits may have removed it already, and
 * hold the lock by now. Only one process at a time is in here, so that nobody removes it between the look and the deed.
 */
async function removeAbandoned(path: string, abandoned: string): Promise<void> {
  const guard = `${path}.guard`;
  try {
    const file = await open(guard, 'wx');
    await file.close();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw noLock(cause as Error, 'make room');
    const ageMs = await stat(guard).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    // Left by a process that ended in here, which takes a moment only.
    if (ageMs > guardLimitMs) await rm(guard, { force: true });
    return;
  }
  try {
    if ((await read(path)) === abandoned) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** Null where nothing is, such as a lock that is free again. */
async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw noLock(cause as Error, `remove ${path}`);
  }
}

function noLock(cause: Error, advice: string): ArenaError {
  const hint = `no lock can be made there (${cause.message}); ${advice}, or name another place with TMPDIR`;
  return new ArenaError('unavailable', { what: os.tmpdir(), hint, cause });
}

/** Process that holds a lock; null when it is gone, or is not written down. */
function runningPid(text: string | null): number | null {
  const pid = Number(text?.split(' ')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (pid === process.pid) return text === own ? pid : null;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null;
  }
}
