import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNotInterrupted } from './call-worker.ts';

/** Other work below this many cores does not count as a disturbance. */
const quietCores = 0.15;
const sampleMs = 250;

/**
 * Waits until other processes leave the machine alone, at most `maxWaitMs`.
 *
 * @returns how many cores other work used when last looked at
 */
export async function waitForQuiet(
  maxWaitMs: number,
  signal: AbortSignal,
  onWait: () => void,
): Promise<number> {
  const start = performance.now();
  for (;;) {
    const others = await coresUsedByOthers();
    assertNotInterrupted(signal);
    if (others < quietCores || performance.now() - start > maxWaitMs) return others;
    onWait();
  }
}

export const isQuiet = (otherCores: number): boolean => otherCores < quietCores;

async function coresUsedByOthers(): Promise<number> {
  const before = busyMs();
  const ownBefore = process.cpuUsage();
  const start = performance.now();
  await sleep(sampleMs);
  const own = process.cpuUsage(ownBefore);
  const busy = busyMs() - before - (own.user + own.system) / 1e3;
  return Math.max(0, busy / (performance.now() - start));
}

function busyMs(): number {
  return os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}
