import { setTimeout as sleep } from 'node:timers/promises';
import { ArenaError, type ArenaErrorFields, type ArenaErrorKind } from '@matrix-arena/contract';
import { throwIfAborted } from '../interrupted.ts';

/** What a user reads who stopped a pull. */
export const interruptedHint = 'stopped; run the same pull again to continue';

/** A failure that may be gone at the next try. Never leaves this folder: the last one becomes an ArenaError. */
export class TransientError extends Error {
  constructor(
    readonly kind: ArenaErrorKind,
    readonly fields: Omit<ArenaErrorFields, 'hint'>,
  ) {
    super(`${fields.what}: expected ${fields.expected}, got ${fields.got}`, { cause: fields.cause });
  }
}

export interface RetryOptions {
  readonly retries: number;
  readonly backoffMs: (retry: number) => number;
  readonly signal: AbortSignal;
}

/**
 * Tries until it succeeds, fails for good, or has used up its retries.
 *
 * @throws ArenaError of the last transient failure, or whatever else a try throws
 */
export async function withRetries<T>(
  what: string,
  { retries, backoffMs, signal }: RetryOptions,
  work: () => Promise<T>,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    throwIfAborted(signal, what, interruptedHint);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      if (retry >= retries) {
        const tries = retry === 0 ? '1 try' : `${retry + 1} tries`;
        throw new ArenaError(error.kind, {
          ...error.fields,
          hint: `gave up after ${tries}; try again later`,
        });
      }
    }
    // An abort ends the pause, and the next round ends the loop.
    await sleep(backoffMs(retry + 1), undefined, { signal }).catch(() => undefined);
  }
}
