import { Worker } from 'node:worker_threads';
import { fuzzWorkerUrl } from '../locations.ts';
import { type FuzzMessage, type FuzzRequest, type FuzzSetup, slot, slotCount, stage } from './protocol.ts';

/** A thread that did not answer: it hung, died or took too much memory. It is of no more use. */
export interface LostThread {
  readonly type: 'lost';
  /** The case that it was at; undefined when it had not got that far. */
  readonly index: number | undefined;
  /** What was expected and what came instead. */
  readonly message: string;
}

/** A thread that does cases and is watched while it does. */
export interface FuzzThread {
  /** One request at a time. Never rejects for what a solution does. */
  ask(request: FuzzRequest): Promise<FuzzMessage | LostThread>;
  /** Makes it stop before the next case: `ask` then has its answer. */
  stop(): void;
  /** The case that it is at. */
  index(): number;
  close(): Promise<void>;
}

const pollMs = 50;
/** Loading a solution and making its frames is not a single call. */
const startLimitMs = 60_000;
/** What a solution may take during a call, by the rules of the arena. */
const maxResidentGrowthBytes = 1.5e9;

/** @param callLimitMs a call that takes longer is a hang */
export function startThread(setup: Omit<FuzzSetup, 'status'>, callLimitMs: number): FuzzThread {
  const status = new Int32Array(new SharedArrayBuffer(4 * slotCount));
  const workerData: FuzzSetup = { ...setup, status };
  // The parent's flags may name loaders that the thread has no use for.
  const worker = new Worker(fuzzWorkerUrl, { workerData, execArgv: [] });
  const isStarted = (): boolean => Atomics.load(status, slot.stage) !== stage.starting;

  let lost: LostThread | undefined;
  let onAnswer = (_answer: FuzzMessage | LostThread): void => {};
  const lose = (message: string): void => {
    const index = isStarted() ? Atomics.load(status, slot.index) : undefined;
    lost ??= { type: 'lost', index, message };
    onAnswer(lost);
  };
  worker.on('message', (message: FuzzMessage) => onAnswer(message));
  worker.on('error', (error) => lose(`expected the thread to live, got ${String(error)}`));
  worker.on('exit', (code) => lose(`expected the thread to live, got exit code ${code}`));

  async function ask(request: FuzzRequest): Promise<FuzzMessage | LostThread> {
    if (request.type === 'run') Atomics.store(status, slot.index, request.range.first);
    const timer = setInterval(watch(status, callLimitMs, lose), pollMs);
    const answer = await new Promise<FuzzMessage | LostThread>((resolve) => {
      onAnswer = resolve;
      if (lost !== undefined) resolve(lost);
      else worker.postMessage(request);
    });
    clearInterval(timer);
    return answer;
  }

  return {
    ask,
    stop: () => Atomics.store(status, slot.stop, 1),
    index: () => Atomics.load(status, slot.index),
    close: async () => {
      await worker.terminate();
    },
  };
}

/**
 * A function to call at every poll. Time is counted in polls, so that a machine that slept has not hung. Memory is what
 * is resident of the whole process: all of it shows there, also what a call gives back before it ends.
 */
function watch(status: Int32Array, callLimitMs: number, lose: (message: string) => void): () => void {
  let lastBeat = -1;
  let sameMs = 0;
  // Memory of a thread that was ended may still be given back: growth counts from the lowest point.
  let lowestBytes = process.memoryUsage.rss();
  return () => {
    const beat = Atomics.load(status, slot.beat);
    sameMs = beat === lastBeat ? sameMs + pollMs : 0;
    lastBeat = beat;
    const limitMs = Atomics.load(status, slot.stage) === stage.starting ? startLimitMs : callLimitMs;
    if (sameMs > limitMs) lose(`expected an answer within ${limitMs} ms, got none`);
    const residentBytes = process.memoryUsage.rss();
    lowestBytes = Math.min(lowestBytes, residentBytes);
    const grownBytes = residentBytes - lowestBytes;
    if (grownBytes > maxResidentGrowthBytes) {
      lose(`expected the process to grow by at most ${maxResidentGrowthBytes} bytes, got ${grownBytes}`);
    }
  };
}
