import { open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNotInterrupted } from './call-worker.ts';

/** One per machine and user: two benches at a time would only measure each other. */
const lockPath = join(os.tmpdir(), `matrix-arena-bench-${os.userInfo().username}.lock`);
const pollMs = 200;

/**
 * Runs `work` while no other bench of this user runs on the machine.
 *
 * @param onWait called once with the process that has to be waited for
 * @throws ArenaError `interrupted` when the signal ends the waiting
 */
export async function withBenchLock<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  onWait: (holderPid: number) => void,
): Promise<T> {
  let isToldToWait = false;
  while (!(await tryLock())) {
    const holder = await holderPid();
    if (holder === null) {
      await rm(lockPath, { force: true });
      continue;
    }
    if (!isToldToWait) onWait(holder);
    isToldToWait = true;
    await sleep(pollMs);
    assertNotInterrupted(signal);
  }
  try {
    return await work();
  } finally {
    await rm(lockPath, { force: true });
  }
}

async function tryLock(): Promise<boolean> {
  try {
    const file = await open(lockPath, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Process that holds the lock; null when it is gone, or died before it could write its number. */
async function holderPid(): Promise<number | null> {
  const text = await readFile(lockPath, 'utf8').catch(() => '');
  const pid = Number(text);
  if (!Number.isInteger(pid) || pid <= 0) {
    // Taken this instant and not written yet, most likely: look again before calling it abandoned.
    await sleep(pollMs);
    return (await readFile(lockPath, 'utf8').catch(() => '')) === text ? null : holderPid();
  }
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null;
  }
}
