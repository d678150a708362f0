import { openPool, type Pool, type PoolWorker } from '../pool.ts';
import { type Box, openBox } from './box.ts';
import { boxCommand } from './command.ts';
import { allowedCores } from './cores.ts';
import { type BoxInput, type Prepared, prepare } from './prepare.ts';

/** What runs in a pool of sandboxed processes, how many of them, and within which limits. */
export interface SandboxPoolInput extends BoxInput {
  readonly size: number;
  /** Which of the allowed cores the first process stays on; the others take those that follow. */
  readonly firstCore?: number;
}

/**
 * Opens a pool of processes that run one solution, each on one core and with at most one task at a time. None is
 * started before there is a task for it. An idle one is stopped, and goes on with its next task.
 *
 * `run` rejects with an `AbortError` when its signal aborts, with code `ERR_WORKER_OUT_OF_MEMORY` or `ERR_WORKER_EXIT`
 * when the process ended, with `ERR_FORGED_REPLY` when it did not keep to the rules, with an ArenaError when this
 * machine has no process or library for it. Nothing of that process is left then.
 */
export function openSandboxPool(input: SandboxPoolInput): Pool {
  const { size, firstCore = 0 } = input;
  const cores = allowedCores();
  let preparing: Promise<Prepared> | undefined;
  const prepared = (): Promise<Prepared> => {
    preparing ??= prepare(input);
    return preparing;
  };
  const workers = Array.from({ length: size }, (_, i) =>
    boxedWorker(prepared, cores.length === 0 ? null : cores[(firstCore + i) % cores.length]),
  );
  return openPool(workers);
}

/** @param core to stay on; null for any */
function boxedWorker(prepared: () => Promise<Prepared>, core: number | null): PoolWorker {
  let box: Box | undefined;
  return {
    get running() {
      return box?.isOpen === true ? box : undefined;
    },
    async run(task, signal) {
      if (box?.isOpen !== true) box = await openBox(boxCommand({ ...(await prepared()), core }), signal);
      const { ask, close } = box;
      signal.addEventListener('abort', close, { once: true });
      try {
        signal.throwIfAborted();
        return await ask(task);
      } catch (error) {
        await close();
        throw error;
      } finally {
        signal.removeEventListener('abort', close);
      }
    },
    async close() {
      await box?.close();
    },
  };
}
