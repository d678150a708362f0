import { Worker } from 'node:worker_threads';
import { defect, RequestFailure } from './failure.ts';
import type { CallReply, CallTask, ThreadStart } from './worker-protocol.ts';

export interface ThreadOptions extends ThreadStart {
  /** Import of the solution and `create()` are ended after this. */
  readonly loadLimitMs: number;
  /** One call is ended after this. */
  readonly callLimitMs: number;
  /** JavaScript heap of a thread. */
  readonly heapLimitBytes: number;
  /** Ends everything under way. */
  readonly stop: AbortSignal;
}

/** A thread with the solution in it, for one call at a time. A thread that ends is replaced. */
export interface CodecThread {
  /** @throws RequestFailure when the solution cannot be loaded */
  load(): Promise<void>;
  /**
   * Runs one call; the buffers of its body move to the thread.
   *
   * @throws RequestFailure 504 for a call that took too long, 500 for one that ended its thread, 503 when stopped
   */
  run(task: CallTask): Promise<CallReply>;
  close(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  readonly loaded: Promise<unknown>;
}

const workerUrl = new URL('./serve-worker.js', import.meta.url);

export function openCodecThread(options: ThreadOptions): CodecThread {
  const { entryUrl, loadLimitMs, callLimitMs, heapLimitBytes, stop } = options;
  let running: Running | undefined;

  function start(): Running {
    const worker = new Worker(workerUrl, {
      workerData: { entryUrl } satisfies ThreadStart,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(heapLimitBytes / 2 ** 20) },
    });
    // Whoever waits for an answer hears of an error; so does the next call, when nobody waits.
    worker.on('error', () => {});
    const loaded = answer(worker, { what: 'load', limitMs: loadLimitMs, stop });
    loaded.catch(() => worker.terminate());
    const started = { worker, loaded };
    worker.once('exit', () => {
      if (running === started) running = undefined;
    });
    return started;
  }

  /** Ends the thread, and has the next one ready for the next call. */
  function replace({ worker }: Running): void {
    void worker.terminate();
    running = stop.aborted ? undefined : start();
  }

  return {
    async load() {
      running ??= start();
      await running.loaded;
    },
    async run(task) {
      running ??= start();
      const current = running;
      await current.loaded;
      try {
        const reply = answer(current.worker, { what: task.call, limitMs: callLimitMs, stop });
        current.worker.postMessage(
          task,
          task.body.map(({ buffer }) => buffer),
        );
        return (await reply) as CallReply;
      } catch (error) {
        replace(current);
        throw error;
      }
    },
    async close() {
      await running?.worker.terminate();
    },
  };
}

interface Wait {
  readonly what: string;
  readonly limitMs: number;
  readonly stop: AbortSignal;
}

/** The next message of a thread. */
function answer(worker: Worker, { what, limitMs, stop }: Wait): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (failure: RequestFailure): void => {
      forget();
      reject(failure);
    };
    const onMessage = (message: unknown): void => {
      forget();
      resolve(message);
    };
    const onError = (error: unknown): void => fail(new RequestFailure(defect(what, textOf(error))));
    const onExit = (code: number): void => onError(`the thread ended with code ${code}`);
    const onStop = (): void => fail(stopped());
    const timer = setTimeout(() => fail(tooLong(what, limitMs)), limitMs);
    const forget = (): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      stop.removeEventListener('abort', onStop);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    stop.addEventListener('abort', onStop);
    if (stop.aborted) onStop();
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function tooLong(what: string, limitMs: number): RequestFailure {
  return new RequestFailure({
    status: 504,
    kind: 'timeout',
    what,
    expected: 'an answer in time',
    got: `more than ${limitMs} ms`,
    hint: 'send a smaller matrix, or raise --call-limit-ms',
  });
}

/** What calls are answered with that the end of the server cuts off. */
export function stopped(): RequestFailure {
  return new RequestFailure({
    status: 503,
    kind: 'interrupted',
    what: 'server',
    hint: 'it was stopped; send the request again when it is back',
    headers: { 'Retry-After': '5' },
  });
}
