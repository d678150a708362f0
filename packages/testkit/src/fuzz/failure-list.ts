import type { FuzzFailure } from './report.ts';
import { sortOf } from './sort-of-failure.ts';

/** A defect fails many cases, each of which costs a new thread. */
const maxTimes = 100;

/** Failures by their sort: the first of each, and how often it was met. */
export interface FailureList {
  /** Counts a failure. @returns whether it is the first of its sort */
  count(failure: Found): boolean;
  /** Keeps the first of its sort, once its input is saved. */
  keep(failure: Found, file: string | undefined): void;
  /** Whether nothing more is to be learned. */
  isFull(): boolean;
  all(): FuzzFailure[];
}

/** A failure, before it is known how often it is met. */
export type Found = Omit<FuzzFailure, 'file' | 'times'> & {
  /** Of a lost thread nothing is known that would tell one failure from another. */
  readonly isUnique: boolean;
};

export function failureList(maxSorts: number): FailureList {
  const times = new Map<string, number>();
  const kept = new Map<string, Omit<FuzzFailure, 'times'>>();
  let total = 0;
  const keyOf = ({ kind, message, index, isUnique }: Found): string =>
    `${isUnique ? index : ''} ${kind} ${sortOf(message)}`;
  return {
    count(failure) {
      const key = keyOf(failure);
      const before = times.get(key) ?? 0;
      times.set(key, before + 1);
      total++;
      return before === 0;
    },
    keep({ isUnique, ...failure }, file) {
      kept.set(keyOf({ ...failure, isUnique }), { ...failure, file });
    },
    isFull: () => times.size >= maxSorts || total >= maxTimes,
    all: () => Array.from(kept, ([key, failure]) => ({ ...failure, times: times.get(key) ?? 1 })),
  };
}
