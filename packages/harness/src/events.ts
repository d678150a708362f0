/** What a run is doing; in this order. */
export type RunPhase = 'load' | 'verify' | 'inspect' | 'wait' | 'calibrate' | 'time';

/** Progress of a run: `done` of `total` steps of a phase, and what was just worked on. */
export interface RunEvent {
  readonly phase: RunPhase;
  readonly done: number;
  readonly total: number;
  readonly what: string;
}
