import { ArenaError } from '@matrix-arena/contract';

/** @throws ArenaError `interrupted` when the signal has aborted */
export function assertNotStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new ArenaError('interrupted', { what: 'publish', hint: 'stopped; nothing was published' });
}
