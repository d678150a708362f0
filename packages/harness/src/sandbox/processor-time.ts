import { readFileSync } from 'node:fs';

/**
 * The process that a command line ends in: a box has helpers around it, each with one child.
 *
 * @param pid of the process that was started
 */
export function innermostProcess(pid: number): number {
  for (let inner = pid; ; ) {
    const children = tryRead(`/proc/${inner}/task/${inner}/children`).trim();
    if (!/^\d+$/.test(children)) return inner;
    inner = Number(children);
  }
}

/**
 * How long the main thread of a process has been on a core since it began, as the kernel counts it. Waiting for a core
 * is not in it, so a busy machine makes no difference.
 *
 * @returns milliseconds; null where the system does not tell
 */
export function processorMs(pid: number): number | null {
  const [nanoseconds] = tryRead(`/proc/${pid}/schedstat`).split(' ');
  return /^\d+$/.test(nanoseconds) ? Number(nanoseconds) / 1e6 : null;
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
