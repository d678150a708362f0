import { ArenaError, isArenaError } from '@matrix-arena/contract';
import type { RunContext } from './context.ts';
import type { RunOptions } from './options.ts';
import type { Pool } from './pool.ts';
import { readable } from './readable.ts';
import type { WorkerReply, WorkerTask } from './worker-protocol.ts';

/** Why there is no reply. */
type NoReply = 'timeout' | 'out-of-memory' | 'crashed' | 'forged';

/** What became of a call: the worker's reply, or why there is none. */
export type CallOutcome = WorkerReply | { readonly outcome: NoReply; readonly message: string };

/** Why a call is ended from outside. */
type EndReason = 'interrupted' | 'timeout' | 'out-of-memory';

/** By how much the clocks of host and worker may disagree. */
const clockToleranceMs = 1;

/**
 * Runs one task. A call that takes too long or too much memory is ended together with its worker, which is replaced.
 * A worker that has to load the solution first may take as long for that as for a load that was asked for.
 *
 * @throws ArenaError `interrupted` when the run's own signal ends it, and whatever this machine lacks to run a worker
 */
export async function callWorker(pool: Pool, task: WorkerTask, context: RunContext): Promise<CallOutcome> {
  const { signal, memory, options } = context;
  assertNotInterrupted(signal);
  const controller = new AbortController();
  let endReason: EndReason | undefined;
  const end = (reason: EndReason): void => {
    endReason ??= reason;
    controller.abort();
  };
  let call = task.call;
  let startMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const onBegin = (begun: WorkerTask['call']): void => {
    clearTimeout(timer);
    call = begun;
    timer = setTimeout(end, limitMsOf(call, options), 'timeout');
    startMs = performance.now();
  };
  // Only threads take the memory of this process.
  const unwatch = options.isolation === 'threads' ? memory.watch(() => end('out-of-memory')) : () => {};
  const interrupt = (): void => end('interrupted');
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const reply = await pool.run(task, { signal: controller.signal, onBegin });
    const outcome = believed(reply, performance.now() - startMs);
    if (isTooLarge(outcome, options)) return tooMuchMemory(call, options);
    // Only in a worker that replaces another, or comes to its help: the first one was asked to load.
    return outcome.outcome === 'threw' && outcome.during === 'load' && task.call !== 'load'
      ? { outcome: 'crashed', message: `load: ${outcome.message}` }
      : outcome;
  } catch (error) {
    assertNotInterrupted(signal);
    if (isArenaError(error)) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (endReason === 'timeout')
      return { outcome: 'timeout', message: `${call} took longer than ${limitMsOf(call, options)} ms` };
    if (endReason === 'out-of-memory' || code === 'ERR_WORKER_OUT_OF_MEMORY')
      return tooMuchMemory(call, options);
    return { outcome: code === 'ERR_FORGED_REPLY' ? 'forged' : 'crashed', message: `${call}: ${message}` };
  } finally {
    clearTimeout(timer);
    unwatch();
    signal.removeEventListener('abort', interrupt);
  }
}

function limitMsOf(call: WorkerTask['call'], { loadLimitMs, callLimitMs }: RunOptions): number {
  return call === 'load' ? loadLimitMs : callLimitMs;
}

function tooMuchMemory(call: WorkerTask['call'], { memoryLimitBytes }: RunOptions): CallOutcome {
  return { outcome: 'out-of-memory', message: `${call} took more than ${memoryLimitBytes} bytes` };
}

/** A process of its own knows its peak; of a thread's growth others may have a share. */
function isTooLarge(outcome: CallOutcome, { isolation, memoryLimitBytes }: RunOptions): boolean {
  return isolation !== 'threads' && 'usage' in outcome && outcome.usage.memoryBytes > memoryLimitBytes;
}

/** A worker cannot have worked for longer than the host waited. */
function believed(reply: WorkerReply, waitedMs: number): CallOutcome {
  if (!('usage' in reply)) return { ...reply, message: readable(reply.message) };
  const { elapsedMs } = reply.usage;
  if (elapsedMs >= 0 && elapsedMs <= waitedMs + clockToleranceMs) return reply;
  return {
    outcome: 'forged',
    message: `claims ${elapsedMs} ms of a call that took ${waitedMs.toFixed(3)} ms`,
  };
}

export function assertNotInterrupted(signal: AbortSignal): void {
  if (signal.aborted)
    throw new ArenaError('interrupted', { what: 'bench', hint: 'stopped; nothing was written' });
}
