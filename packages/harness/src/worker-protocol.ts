import type { Matrix } from '@matrix-arena/contract';

/** What the host asks of a worker. The first task of a worker loads the solution. */
export type WorkerTask =
  | { readonly call: 'load'; readonly entryUrl: string }
  | { readonly call: 'compress'; readonly entryUrl: string; readonly matrix: Matrix }
  | { readonly call: 'decompress'; readonly entryUrl: string; readonly frame: Uint8Array };

/** What a worker answers. A failure of the solution is an answer, not an exception. */
export type WorkerReply =
  | { readonly outcome: 'loaded'; readonly elapsedMs: number }
  | { readonly outcome: 'frame'; readonly elapsedMs: number; readonly bytes: Uint8Array }
  | {
      readonly outcome: 'matrix';
      readonly elapsedMs: number;
      readonly bytes: Uint8Array;
      readonly rows: number;
      readonly cols: number;
    }
  | { readonly outcome: 'threw'; readonly during: 'load' | 'call'; readonly message: string }
  | { readonly outcome: 'bad-output'; readonly message: string };
