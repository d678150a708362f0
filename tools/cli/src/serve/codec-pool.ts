import { type CodecThread, openCodecThread, stopped, type ThreadOptions } from './codec-thread.ts';
import type { CallReply, CallTask } from './worker-protocol.ts';

/** Threads of one solution, and the calls that wait for one of them, first come, first served. */
export interface CodecPool {
  /** @throws RequestFailure when the solution cannot be loaded */
  load(): Promise<void>;
  /**
   * @param gone aborts when nobody wants the answer any more: a call that still waits is dropped
   * @throws RequestFailure
   */
  run(task: CallTask, gone: AbortSignal): Promise<CallReply>;
  /** Ends everything at once; calls under way fail. */
  close(): Promise<void>;
}

interface Waiter {
  readonly give: (thread: CodecThread) => void;
  readonly drop: () => void;
}

export function openCodecPool(size: number, options: Omit<ThreadOptions, 'stop'>): CodecPool {
  const stop = new AbortController();
  const threads = Array.from({ length: size }, () => openCodecThread({ ...options, stop: stop.signal }));
  const idle = [...threads];
  const waiting = new Set<Waiter>();

  async function take(gone: AbortSignal): Promise<CodecThread> {
    if (gone.aborted || stop.signal.aborted) throw stopped();
    return idle.pop() ?? nextFree(gone);
  }

  function nextFree(gone: AbortSignal): Promise<CodecThread> {
    return new Promise((resolve, reject) => {
      const drop = (): void => {
        waiting.delete(waiter);
        reject(stopped());
      };
      const give = (thread: CodecThread): void => {
        waiting.delete(waiter);
        gone.removeEventListener('abort', drop);
        resolve(thread);
      };
      const waiter = { give, drop };
      waiting.add(waiter);
      gone.addEventListener('abort', drop, { once: true });
    });
  }

  function giveBack(thread: CodecThread): void {
    const [next] = waiting;
    if (next === undefined) idle.push(thread);
    else next.give(thread);
  }

  return {
    async load() {
      await Promise.all(threads.map((thread) => thread.load()));
    },
    async run(task, gone) {
      const thread = await take(gone);
      try {
        return await thread.run(task);
      } finally {
        giveBack(thread);
      }
    },
    async close() {
      stop.abort();
      for (const { drop } of [...waiting]) drop();
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
