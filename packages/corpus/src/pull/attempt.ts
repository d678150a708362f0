import { ArenaError } from '@matrix-arena/contract';
import { interruptedHint, TransientError } from './retry.ts';

/**
 * One try at a request. It ends when it is stopped from outside or when no byte has come for `timeoutMs`, and closing
 * it frees the connection, read to the end or not.
 */
export class Attempt {
  readonly signal: AbortSignal;
  private readonly ending = new AbortController();
  private readonly timer: NodeJS.Timeout;
  /** Never fulfilled; rejected when the signal fires. */
  private readonly aborted: Promise<never>;
  private isStalled = false;

  /** @param what the address, for messages */
  constructor(
    readonly what: string,
    private readonly outer: AbortSignal,
    private readonly timeoutMs: number,
  ) {
    const signal = AbortSignal.any([outer, this.ending.signal]);
    this.signal = signal;
    this.aborted = new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    this.aborted.catch(() => undefined);
    this.timer = setTimeout(() => {
      this.isStalled = true;
      this.ending.abort();
    }, timeoutMs);
  }

  /** A byte has come: the time starts again. */
  touch(): void {
    this.timer.refresh();
  }

  close(): void {
    clearTimeout(this.timer);
    this.ending.abort();
  }

  /**
   * Runs a network operation under this attempt's signal. Does not rely on the operation to heed it: in Node 20.20
   * (undici 6.24, 2026-11) a read that begins after the abort of a body that has all arrived never ends.
   *
   * @throws ArenaError `interrupted`, or TransientError for every other failure
   */
  async onNetwork<T>(work: () => Promise<T>): Promise<T> {
    try {
      this.signal.throwIfAborted();
      return await Promise.race([work(), this.aborted]);
    } catch (cause) {
      const { what } = this;
      if (this.outer.aborted) throw new ArenaError('interrupted', { what, hint: interruptedHint, cause });
      const fields = this.isStalled
        ? { expected: `a byte within ${this.timeoutMs} ms`, got: 'none' }
        : { expected: 'a connection that lasts', got: reasonOf(cause) };
      throw new TransientError('network', { what, ...fields, cause });
    }
  }
}

/** The code of the failure underneath, such as ECONNREFUSED: fetch itself only says that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
