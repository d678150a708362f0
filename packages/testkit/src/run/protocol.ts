import type { Matrix } from '@matrix-arena/contract';
import type { ResolvedOptions } from './options.ts';
import type { SolutionPackage } from './solution-package.ts';

/** What the worker gets when it starts. */
export interface WorkerSetup {
  /** Folder of the solution, as a URL that ends with a slash. */
  readonly packageHref: string;
  readonly solution: SolutionPackage;
  readonly options: ResolvedOptions;
}

/** The worker is asked for one rule at a time, by its id. */
export type WorkerRequest = string;

/** The worker tells each case that it enters, so that a hang or a crash can be blamed on one; then the verdict. */
export type WorkerMessage =
  | { readonly type: 'step'; readonly step: string }
  /** `violation` is undefined when the rule holds. */
  | { readonly type: 'verdict'; readonly elapsedMs: number; readonly violation: string | undefined };

/** Work for a peer: a thread that has seen nothing else. */
export interface PeerWork {
  /** URL of the solution's built module. */
  readonly entryHref: string;
  readonly matrices: readonly Matrix[];
  readonly frames: readonly Uint8Array[];
}

export interface PeerResult {
  /** A frame of each matrix. */
  readonly frames: readonly Uint8Array[];
  /** The matrix of each frame. */
  readonly matrices: readonly Matrix[];
}
