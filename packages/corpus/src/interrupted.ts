import { ArenaError } from '@matrix-arena/contract';

/** @throws ArenaError `interrupted` when the signal has fired */
export function throwIfAborted(signal: AbortSignal | undefined, what: string, hint: string): void {
  if (signal?.aborted) throw new ArenaError('interrupted', { what, hint, cause: signal.reason });
}
