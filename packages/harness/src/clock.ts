// Taken when this module loads, before any code of a solution can replace them.
const hrtime = process.hrtime.bigint.bind(process.hrtime);

/** The one clock of all figures, as results name it. */
export const timerName = 'process.hrtime.bigint';

/** Runs a synchronous function once and takes its time. */
export function timeCall<T>(call: () => T): { value: T; elapsedMs: number } {
  const start = hrtime();
  const value = call();
  return { value, elapsedMs: Number(hrtime() - start) / 1e6 };
}

/** Shortest step that the clock was seen to make, in nanoseconds. */
export function timerResolutionNs(): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 1000; i++) {
    const start = hrtime();
    let now = hrtime();
    while (now === start) now = hrtime();
    shortest = Math.min(shortest, Number(now - start));
  }
  return shortest;
}
