import { Piscina } from 'piscina';
import { openPool, type Pool, type PoolWorker } from './pool.ts';

/** Worker threads for a solution that is trusted: it could end the process that they are in. */
export function openThreadPool(size: number, memoryLimitBytes: number): Pool {
  return openPool(Array.from({ length: size }, () => threadWorker(memoryLimitBytes)));
}

/** Each thread has a pool of its own, so that it is known which one gets a task. */
function threadWorker(memoryLimitBytes: number): PoolWorker {
  const piscina = new Piscina({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    // A thread that ends and is started again would be cold.
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: 1,
    // Waiting in Atomics would keep a solution's timers and promises from running between calls.
    atomics: 'disabled',
    recordTiming: false,
    env: {},
    execArgv: [],
    // Only a backstop: the memory watch ends a call earlier and does not risk the process.
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil((2 * memoryLimitBytes) / 2 ** 20) },
  });
  // A worker that fails outside a call is replaced by the pool; the next call tells.
  piscina.on('error', () => {});
  return {
    get running() {
      return piscina.threads[0];
    },
    run: (task, signal) => piscina.run(task, { signal }),
    close: () => piscina.destroy(),
  };
}
