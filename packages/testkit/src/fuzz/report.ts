import type { CaseRange } from './protocol.ts';

/** One sort of failure, as it was met first. */
export interface FuzzFailure {
  /** Undefined when the solution failed before the first case. */
  readonly index: number | undefined;
  /** Where it takes more than one case, or may take more: the first one of them. */
  readonly firstIndex: number | undefined;
  /** Name of the kind of case. */
  readonly kind: string;
  /** What was done to what. */
  readonly told: string;
  /** What was expected and what came instead. */
  readonly message: string;
  /** Of what was thrown, if anything was. */
  readonly stack: string | undefined;
  /** What the codec got, saved: path relative to the solution. Undefined when it is no bytes at all. */
  readonly file: string | undefined;
  /** How many cases failed like this one. */
  readonly times: number;
}

/** Why a run ended. */
export type FuzzEnd = 'all done' | 'time limit' | 'interrupted' | 'too many failures' | 'no start';

export interface FuzzReport {
  readonly solution: string;
  readonly seed: number;
  /** The cases that were asked for. */
  readonly range: CaseRange;
  /** How many of them were done. */
  readonly casesDone: number;
  readonly elapsedMs: number;
  readonly end: FuzzEnd;
  readonly failures: readonly FuzzFailure[];
}
