import type { Violation } from './judge.ts';

/** What the thread gets when it starts. */
export interface FuzzSetup {
  /** URL of the solution's built module. */
  readonly entryHref: string;
  readonly seed: number;
  /** Whether a damaged frame must be noticed. */
  readonly isChecksummed: boolean;
  /** Shared memory, by `slot`: tells where the thread is even when it hangs or is gone. */
  readonly status: Int32Array;
}

/** Words of the shared memory. */
export const slot = {
  /** What the thread does: one of `stage`. */
  stage: 0,
  /** The case that it is at. */
  index: 1,
  /** Rises with every case, and whenever the thread goes on to something else. */
  beat: 2,
  /** Not 0 when the thread shall stop before the next case. */
  stop: 3,
} as const;

export const slotCount = Object.keys(slot).length;

export const stage = { starting: 0, waiting: 1, working: 2 } as const;

/** Cases to do, one after the other. */
export interface CaseRange {
  readonly first: number;
  /** The case behind the last one. */
  readonly end: number;
}

/** Cases between two good matrices, counted from case 0. All cases of a window are followed by the same matrix. */
export const windowCases = 64;

export type FuzzRequest =
  /** With `isThorough` the good matrix is tried after every case, not only after the last of a window or of all. */
  | { readonly type: 'run'; readonly range: CaseRange; readonly isThorough: boolean }
  | { readonly type: 'tell'; readonly index: number };

/** A case for a person and for a file. */
export interface ToldCase {
  /** Name of the kind of case. */
  readonly kind: string;
  /** What was done to what. */
  readonly told: string;
  /** What the codec got; undefined when it is no bytes at all. */
  readonly input?: { readonly bytes: Uint8Array; readonly extension: 'frame' | 'bf16' };
}

export interface FailedCase extends ToldCase {
  readonly type: 'failed';
  readonly index: number;
  /** Of the case itself, or of the good matrix that was tried after it. */
  readonly isAftermath: boolean;
  /** Whether it happens on a fresh instance of the same thread, too. */
  readonly happensAlone: boolean;
  readonly violation: Violation;
}

/** The answer to a request. */
export type FuzzMessage =
  | { readonly type: 'done'; readonly next: number }
  | ({ readonly type: 'told' } & ToldCase)
  | FailedCase;
