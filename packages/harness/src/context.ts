import type { RuleSet } from '@matrix-arena/scoring';
import type { RunEvent } from './events.ts';
import type { MemoryWatch } from './memory-watch.ts';
import type { RunOptions } from './options.ts';

/** What all steps of one run share. */
export interface RunContext {
  readonly rules: RuleSet;
  readonly options: RunOptions;
  readonly memory: MemoryWatch;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}
