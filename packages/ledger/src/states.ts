import { ArenaError } from '@matrix-arena/contract';

/** Of competitions and of rounds. */
export const stages = ['pending', 'open', 'evaluating', 'completed'] as const;
export type Stage = (typeof stages)[number];

/**
 * | state | meaning |
 * |---|---|
 * | `queued` | accepted, waits for an evaluator |
 * | `screening` | claimed; size, manifest and imports are looked at, nothing of it runs yet |
 * | `evaluating` | its code runs |
 * | `scored` | measured on every matrix of the round; matrices that failed count 0 |
 * | `rejected` | refused by the screening, before its code ran |
 * | `failed` | could not be measured, or ended its evaluator too often |
 * | `stale` | the round was over before it was evaluated |
 * | `replaced` | a later submission of the same author's same solution took its place in the queue |
 */
export const submissionStates = [
  'queued',
  'screening',
  'evaluating',
  'scored',
  'rejected',
  'failed',
  'stale',
  'replaced',
] as const;
export type SubmissionState = (typeof submissionStates)[number];

export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/** An `evaluating` competition takes no more rounds; an `evaluating` round takes no more submissions. */
export const stageTransitions: Transitions<Stage> = {
  pending: ['open', 'completed'],
  open: ['evaluating', 'completed'],
  evaluating: ['completed'],
  completed: [],
};

/** What is claimed goes back to `queued` when its evaluator gives it up or is gone. */
export const submissionTransitions: Transitions<SubmissionState> = {
  queued: ['screening', 'stale', 'replaced'],
  screening: ['evaluating', 'rejected', 'failed', 'stale', 'queued'],
  evaluating: ['scored', 'failed', 'stale', 'queued'],
  scored: [],
  rejected: [],
  failed: [],
  stale: [],
  replaced: [],
};

/** States in which an evaluator has a submission. */
export const claimedStates = ['screening', 'evaluating'] as const satisfies readonly SubmissionState[];
/** States that the end of a round turns into `stale`. */
export const unfinishedStates = ['queued', ...claimedStates] as const satisfies readonly SubmissionState[];

/** @throws ArenaError `conflict` that names both states */
export function assertTransition<S extends string>(
  what: string,
  table: Transitions<S>,
  from: S,
  to: S,
  hint = 'look at its state first',
): void {
  if (table[from].includes(to)) return;
  const origins = (Object.keys(table) as S[]).filter((state) => table[state].includes(to));
  throw new ArenaError('conflict', {
    what,
    expected: `${origins.join(' or ')} to become ${to}`,
    got: from,
    hint,
  });
}
