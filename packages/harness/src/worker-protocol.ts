import type { Matrix } from '@matrix-arena/contract';

/** How often a call is repeated to make one sample, and the output of which of the calls is wanted. */
export interface Batch {
  readonly calls: number;
  /** Index of a call; the solution does not know it. */
  readonly pick: number;
}

/** What the host asks of a worker. The first task of a worker is to load the solution. */
export type WorkerTask =
  | { readonly call: 'load'; readonly entryUrl: string }
  | { readonly call: 'compress'; readonly entryUrl: string; readonly matrix: Matrix; readonly batch: Batch }
  | {
      readonly call: 'decompress';
      readonly entryUrl: string;
      readonly frame: Uint8Array;
      readonly batch: Batch;
    };

/** What the calls of a task took together. */
export interface Usage {
  readonly elapsedMs: number;
  /** Processor time of the process meanwhile, all its threads together. */
  readonly cpuMs: number;
  /** By how much the process has grown since before the solution was loaded, at most where that is known. */
  readonly memoryBytes: number;
  /** Timers, sockets and the like that are open now and were not before the solution was loaded. */
  readonly openHandles: number;
}

/** What a worker answers. A failure of the solution is an answer, not an exception. */
export type WorkerReply =
  | { readonly outcome: 'loaded'; readonly usage: Usage }
  | { readonly outcome: 'frame'; readonly usage: Usage; readonly bytes: Uint8Array }
  | {
      readonly outcome: 'matrix';
      readonly usage: Usage;
      readonly bytes: Uint8Array;
      readonly rows: number;
      readonly cols: number;
    }
  | { readonly outcome: 'threw'; readonly during: 'load' | 'call'; readonly message: string }
  | { readonly outcome: 'bad-output'; readonly message: string };
