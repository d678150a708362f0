import type { Pool } from '../lanes.ts';
import type { WorkerReply, WorkerTask } from '../worker-protocol.ts';
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

/** A place for a child: it is started when a task needs it, and again after it was ended. */
interface Place {
  readonly core: number | null;
  box: Box | null;
  isBusy: boolean;
}

/**
 * Opens a pool of processes that run one solution, each on one core and with at most one task at a time. None is
 * started before there is a task for it. An idle one is stopped, and goes on with its next task.
 *
 * `run` rejects with an `AbortError` when its signal aborts, with code `ERR_WORKER_OUT_OF_MEMORY` or `ERR_WORKER_EXIT`
 * when the process ended, with `ERR_FORGED_REPLY` when it did not keep to the rules. Nothing of that process is left
 * then.
 */
export function openSandboxPool(input: SandboxPoolInput): Pool {
  const { size, firstCore = 0 } = input;
  const cores = allowedCores();
  const places = Array.from({ length: size }, (_, i): Place => {
    const core = cores.length === 0 ? null : cores[(firstCore + i) % cores.length];
    return { core, box: null, isBusy: false };
  });
  const waiting = new Set<() => void>();
  const running = new Map<AbortController, Promise<WorkerReply>>();
  let isOpen = true;
  let preparing: Promise<Prepared> | undefined;

  /** Takes a place as soon as one is free; one that has a process goes first. */
  async function takePlace(signal: AbortSignal): Promise<Place> {
    for (;;) {
      signal.throwIfAborted();
      const free = places.filter(({ isBusy }) => !isBusy);
      const place = free.find(({ box }) => box?.isOpen === true) ?? free[0];
      if (place !== undefined) {
        place.isBusy = true;
        return place;
      }
      await new Promise<void>((wake) => {
        const done = (): void => {
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          wake();
        };
        waiting.add(done);
        signal.addEventListener('abort', done);
      });
    }
  }

  function leavePlace(place: Place): void {
    place.isBusy = false;
    // All of them: the first may have been aborted meanwhile. Those that find nothing wait again, in the same order.
    for (const wake of [...waiting]) wake();
  }

  async function answer(place: Place, task: WorkerTask, signal: AbortSignal): Promise<WorkerReply> {
    if (place.box?.isOpen !== true) {
      preparing ??= prepare(input);
      place.box = await openBox(boxCommand({ ...(await preparing), core: place.core }), signal);
      if (task.call !== 'load') {
        const loaded = await answer(place, { call: 'load', entryUrl: task.entryUrl }, signal);
        if (loaded.outcome !== 'loaded') return loaded;
      }
    }
    const { box } = place;
    signal.addEventListener('abort', box.close, { once: true });
    try {
      signal.throwIfAborted();
      return await box.ask(task);
    } catch (error) {
      await box.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', box.close);
    }
  }

  /** Takes a place, answers there, and tells an abort from everything that may follow from it. */
  async function runTask(task: WorkerTask, signal: AbortSignal): Promise<WorkerReply> {
    try {
      const place = await takePlace(signal);
      try {
        return await answer(place, task, signal);
      } finally {
        leavePlace(place);
      }
    } catch (error) {
      throw signal.aborted ? abortError(signal.reason) : error;
    }
  }

  return {
    async run(task, { signal }) {
      const controller = new AbortController();
      const abort = (): void => controller.abort(signal.reason);
      if (signal.aborted || !isOpen) abort();
      signal.addEventListener('abort', abort, { once: true });
      const reply = runTask(task, controller.signal);
      running.set(controller, reply);
      try {
        return await reply;
      } finally {
        running.delete(controller);
        signal.removeEventListener('abort', abort);
      }
    },
    async destroy() {
      isOpen = false;
      for (const controller of running.keys()) controller.abort();
      await Promise.allSettled(running.values());
      await Promise.all(places.map(({ box }) => box?.close()));
    },
  };
}

function abortError(cause: unknown): Error {
  return Object.assign(new Error('the task was aborted', { cause }), { name: 'AbortError' });
}
