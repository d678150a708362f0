import type { WorkerReply, WorkerTask } from './worker-protocol.ts';

/** A thread or process that runs one solution. It is started when a task needs it, and again after it was ended. */
export interface PoolWorker {
  /** What runs now, another object after each start; undefined while nothing does. */
  readonly running: object | undefined;
  /** Answers one task at a time. Rejects when the worker dies, or is ended because the signal aborts. */
  run(task: WorkerTask, signal: AbortSignal): Promise<WorkerReply>;
  /** Settles when nothing runs any more. */
  close(): Promise<void>;
}

interface RunTask {
  readonly signal: AbortSignal;
  /** Called when a worker gets the task, and before that when it has to load the solution first. */
  readonly onBegin?: ((call: WorkerTask['call']) => void) | undefined;
}

/** Workers of one solution that do the same: a task goes to one that is idle. */
export interface Pool {
  /**
   * Answers a task. A worker that has not loaded the solution does so first; where that fails, its answer to `load` is
   * the answer.
   *
   * Rejects when the worker dies, or is ended because the signal aborts. It is replaced then.
   */
  run(task: WorkerTask, how: RunTask): Promise<WorkerReply>;
  destroy(): Promise<void>;
}

interface Place {
  readonly worker: PoolWorker;
  /** What ran when the solution was loaded. */
  loaded: object | undefined;
  isBusy: boolean;
}

const isLoaded = ({ worker, loaded }: Place): boolean => loaded !== undefined && worker.running === loaded;

/** `run` rejects with an `AbortError` when its signal aborts, whatever follows from that. */
export function openPool(workers: readonly PoolWorker[]): Pool {
  const places = workers.map((worker): Place => ({ worker, loaded: undefined, isBusy: false }));
  const waiting = new Set<() => void>();
  const running = new Map<AbortController, Promise<WorkerReply>>();
  let isOpen = true;

  /** Takes a place as soon as one is free; one that has loaded the solution goes first. */
  async function takePlace(signal: AbortSignal): Promise<Place> {
    for (;;) {
      signal.throwIfAborted();
      const free = places.filter(({ isBusy }) => !isBusy);
      const place = free.find(isLoaded) ?? free[0];
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

  async function answer(place: Place, task: WorkerTask, { signal, onBegin }: RunTask): Promise<WorkerReply> {
    if (task.call !== 'load' && !isLoaded(place)) {
      const loaded = await answer(place, { call: 'load', entryUrl: task.entryUrl }, { signal, onBegin });
      if (loaded.outcome !== 'loaded') return loaded;
    }
    onBegin?.(task.call);
    const reply = await place.worker.run(task, signal);
    if (reply.outcome === 'loaded') place.loaded = place.worker.running;
    return reply;
  }

  /** Takes a place, answers there, and tells an abort from everything that may follow from it. */
  async function runTask(task: WorkerTask, how: RunTask): Promise<WorkerReply> {
    try {
      const place = await takePlace(how.signal);
      try {
        return await answer(place, task, how);
      } finally {
        leavePlace(place);
      }
    } catch (error) {
      throw how.signal.aborted ? abortError(how.signal.reason) : error;
    }
  }

  return {
    async run(task, { signal, onBegin }) {
      const controller = new AbortController();
      const abort = (): void => controller.abort(signal.reason);
      if (signal.aborted || !isOpen) abort();
      signal.addEventListener('abort', abort, { once: true });
      const reply = runTask(task, { signal: controller.signal, onBegin });
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
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

function abortError(cause: unknown): Error {
  return Object.assign(new Error('the task was aborted', { cause }), { name: 'AbortError' });
}
