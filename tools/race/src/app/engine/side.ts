import type { Answer, Ask } from '../../worker/protocol.ts';

/** Why there is no answer. */
export type NoAnswer =
  | { readonly outcome: 'timeout'; readonly message: string }
  | { readonly outcome: 'crashed'; readonly message: string }
  | { readonly outcome: 'closed' };

export type Reply = Answer | NoAnswer;

/** A worker that answers one call at a time. */
export interface Side {
  /** @param transfer memory that moves to the worker instead of being copied */
  ask(ask: Ask, limitMs: number, transfer?: readonly Transferable[]): Promise<Reply>;
  /** Ends the worker, whatever it does; a call that is under way is answered by `closed`. */
  close(): void;
}

/** Starts a worker from a script in memory. One that took too long or crashed is ended and never answers again. */
export function openSide(scriptUrl: string): Side {
  const worker = new Worker(scriptUrl);
  let settle: ((reply: Reply) => void) | null = null;
  let ended: NoAnswer | null = null;
  const answer = (reply: Reply): void => {
    settle?.(reply);
    settle = null;
  };
  const end = (reason: NoAnswer): void => {
    ended ??= reason;
    worker.terminate();
    answer(ended);
  };
  worker.onmessage = ({ data }: MessageEvent<Answer>) => answer(data);
  worker.onmessageerror = () => end({ outcome: 'crashed', message: 'the answer cannot be read' });
  worker.onerror = (event) => {
    // Without it the browser writes the error to the console as well.
    event.preventDefault();
    end({ outcome: 'crashed', message: event.message || 'the worker ended' });
  };
  return {
    async ask(ask, limitMs, transfer = []) {
      if (ended !== null) return ended;
      const message = `no answer within ${Math.round(limitMs)} ms`;
      const timer = setTimeout(() => end({ outcome: 'timeout', message }), limitMs);
      const reply = await new Promise<Reply>((resolve) => {
        settle = resolve;
        try {
          worker.postMessage(ask, [...transfer]);
        } catch (error) {
          // Such as a matrix that there is no memory for a copy of.
          end({ outcome: 'crashed', message: error instanceof Error ? error.message : 'it cannot be asked' });
        }
      });
      clearTimeout(timer);
      return reply;
    },
    close: () => end({ outcome: 'closed' }),
  };
}
