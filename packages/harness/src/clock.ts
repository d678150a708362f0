const hrtime = process.hrtime.bigint.bind(process.hrtime);

/** The one clock of all figures, as results name it. */
export const timerName = 'process.hrtime.bigint';

/** Shortest step that the clock was seen to make. Measured once, so that a result tells what its samples were made for. */
export const timerResolutionNs = shortestStepNs();

function shortestStepNs(): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 10_000; i++) {
    const start = hrtime();
    let now = hrtime();
    while (now === start) now = hrtime();
    shortest = Math.min(shortest, Number(now - start));
  }
  return shortest;
}
