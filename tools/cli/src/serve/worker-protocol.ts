import type { Failure } from './failure.ts';

export type CallName = 'compress' | 'decompress';

/** What a thread is started with. */
export interface ThreadStart {
  /** Module whose default export is the solution. */
  readonly entryUrl: string;
}

/** What a thread is asked for: a form as it came in, so that taking it apart blocks nobody. */
export interface CallTask {
  readonly call: CallName;
  readonly boundary: string;
  /** The body in one or more pieces, each with a buffer of its own, which moves to the thread. */
  readonly body: readonly Uint8Array<ArrayBuffer>[];
}

export interface CallDone {
  readonly outcome: 'done';
  /** The frame or the matrix. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly originalBytes: number;
  readonly compressedBytes: number;
  readonly rows: number;
  readonly cols: number;
  /** Time of the codec's call alone. */
  readonly codecMs: number;
}

export type CallReply = CallDone | { readonly outcome: 'refused'; readonly failure: Failure };
