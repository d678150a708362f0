import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { InspectReply, InspectSetup } from './inspect-protocol.ts';

/** A thread that runs a solution's inspect module. */
export interface InspectThread {
  /** One frame at a time. Rejects when the thread dies, or takes longer than the limit and is ended. */
  inspect(frame: Uint8Array, limitMs: number): Promise<InspectReply>;
  close(): Promise<void>;
}

/** @param inspectUrl URL of the built module */
export function openInspectThread(inspectUrl: string, memoryLimitBytes: number): InspectThread {
  const setup: InspectSetup = { inspectUrl };
  const worker = new Worker(new URL('./inspect-worker.js', import.meta.url), {
    workerData: setup,
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memoryLimitBytes / 2 ** 20) },
  });
  // What it prints is not output of the arena.
  worker.stdout.resume();
  worker.stderr.resume();
  // Whoever waits for an answer is told by what `inspect` listens to.
  worker.on('error', () => {});
  return {
    async inspect(frame, limitMs) {
      const listening = new AbortController();
      const options = { signal: listening.signal };
      let timer: NodeJS.Timeout | undefined;
      try {
        worker.postMessage(frame);
        return await Promise.race([
          once(worker, 'message', options).then(([reply]) => reply as InspectReply),
          once(worker, 'exit', options).then(([code]) => {
            throw new Error(`the thread ended, exit code ${code}`);
          }),
          new Promise<never>((_, reject) => {
            timer = setTimeout(() => reject(new Error(`took longer than ${limitMs} ms`)), limitMs);
          }),
        ]);
      } finally {
        clearTimeout(timer);
        listening.abort();
      }
    },
    async close() {
      await worker.terminate();
    },
  };
}
