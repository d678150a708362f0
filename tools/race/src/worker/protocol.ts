import type { Matrix } from '@matrix-arena/contract';

/** What the page asks of a worker. */
export type Ask =
  | { readonly call: 'clock' }
  | { readonly call: 'load' }
  | { readonly call: 'compress'; readonly matrix: Matrix; readonly calls: number }
  | { readonly call: 'decompress'; readonly frame: Uint8Array; readonly calls: number }
  | { readonly call: 'inspect'; readonly frame: Uint8Array };

/** What a worker answers. A failure of the solution is an answer, too. */
export type Answer =
  | { readonly outcome: 'clock'; readonly tickMs: number }
  | { readonly outcome: 'loaded'; readonly elapsedMs: number }
  | { readonly outcome: 'frame'; readonly elapsedMs: number; readonly bytes: Uint8Array }
  | {
      readonly outcome: 'matrix';
      readonly elapsedMs: number;
      readonly bytes: Uint8Array;
      readonly rows: number;
      readonly cols: number;
    }
  | { readonly outcome: 'parts'; readonly parts: unknown }
  | { readonly outcome: 'threw'; readonly message: string }
  | { readonly outcome: 'bad-output'; readonly message: string };
