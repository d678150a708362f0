import type { State } from '../state.ts';

/** What a key does on a screen, and what is said of it. */
export interface Binding {
  readonly keys: readonly string[];
  /** As it is written, such as `j/k`. */
  readonly label: string;
  /** At the foot of the screen; null where there is only help for it. */
  readonly short: string | null;
  readonly help: string;
  run(state: State, key: string): State;
}
