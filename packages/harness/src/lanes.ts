import { pathToFileURL } from 'node:url';
import { ArenaError } from '@matrix-arena/contract';
import { Piscina } from 'piscina';
import type { RunContext } from './context.ts';
import type { SolutionPackage } from './solution-package.ts';
import type { WorkerReply, WorkerTask } from './worker-protocol.ts';

/**
 * The worker threads of one solution: some that only ever compress, others that only ever decompress, so that what
 * decompresses has never seen a source. No other solution runs in them.
 */
export interface Lanes {
  readonly entryUrl: string;
  readonly compress: Piscina;
  readonly decompress: Piscina;
}

/** What became of a call: the worker's reply, or why there is none. */
export type CallOutcome =
  | WorkerReply
  | { readonly outcome: 'timeout' | 'out-of-memory' | 'crashed'; readonly message: string };

export function openLanes(solution: SolutionPackage, threads: number, { options }: RunContext): Lanes {
  const pool = (): Piscina => {
    const piscina = new Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      minThreads: 1,
      maxThreads: threads,
      // A thread that ends and is started again would be cold.
      idleTimeout: Number.POSITIVE_INFINITY,
      concurrentTasksPerWorker: 1,
      // Waiting in Atomics would keep a solution's timers and promises from running between calls.
      atomics: 'disabled',
      recordTiming: false,
      env: {},
      execArgv: [],
      // Only a backstop: the memory watch ends a call earlier and does not risk the process.
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil((2 * options.memoryLimitBytes) / 2 ** 20) },
    });
    // A worker that fails outside a call is replaced by the pool; the next call tells.
    piscina.on('error', () => {});
    return piscina;
  };
  return { entryUrl: pathToFileURL(solution.entryPath).href, compress: pool(), decompress: pool() };
}

export async function closeLanes(lanes: Lanes): Promise<void> {
  await Promise.all([lanes.compress.destroy(), lanes.decompress.destroy()]);
}

/** Why a call is ended from outside. */
type EndReason = 'interrupted' | 'timeout' | 'out-of-memory';

/**
 * Runs one task. A call that takes too long or too much memory is ended together with its thread; the pool replaces
 * the thread.
 *
 * @throws ArenaError `interrupted` when the run's own signal ends it
 */
export async function callWorker(pool: Piscina, task: WorkerTask, context: RunContext): Promise<CallOutcome> {
  const { signal, memory, options } = context;
  assertNotInterrupted(signal);
  const controller = new AbortController();
  let endReason: EndReason | undefined;
  const end = (reason: EndReason): void => {
    endReason ??= reason;
    controller.abort();
  };
  const limitMs = task.call === 'load' ? options.loadLimitMs : options.callLimitMs;
  const timer = setTimeout(end, limitMs, 'timeout');
  const unwatch = memory.watch(() => end('out-of-memory'));
  const interrupt = (): void => end('interrupted');
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return (await pool.run(task, { signal: controller.signal })) as WorkerReply;
  } catch (error) {
    assertNotInterrupted(signal);
    const { code, message } = error as NodeJS.ErrnoException;
    if (endReason === 'timeout')
      return { outcome: 'timeout', message: `${task.call} took longer than ${limitMs} ms` };
    if (endReason === 'out-of-memory' || code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return {
        outcome: 'out-of-memory',
        message: `${task.call} took more than ${options.memoryLimitBytes} bytes`,
      };
    }
    return { outcome: 'crashed', message: `${task.call}: ${message}` };
  } finally {
    clearTimeout(timer);
    unwatch();
    signal.removeEventListener('abort', interrupt);
  }
}

export function assertNotInterrupted(signal: AbortSignal): void {
  if (signal.aborted)
    throw new ArenaError('interrupted', { what: 'bench', hint: 'stopped; nothing was written' });
}
