import { isArenaError } from '@matrix-arena/contract';
import type { Claim, Ledger, LogLineInput } from '@matrix-arena/ledger';
import type { Progress } from '../progress.ts';

/** A claim with somebody who works on it: it is kept for as long as that lasts. */
export interface HeldClaim {
  /** Aborts with the user's, and when the claim is lost. */
  readonly signal: AbortSignal;
  /**
   * Whether it was taken away, for example because the round was closed, as far as the last heartbeat knows.
   *
   * @throws what the ledger said to a heartbeat, unless it was busy
   */
  readonly isLost: () => boolean;
  /** A heartbeat out of turn. */
  beat(): void;
  log(level: LogLineInput['level'], text: string): void;
  /** Shows progress as given, and tells the ledger of it. */
  progressOf(shown: Progress, matrixCount: number): Progress;
  /** Stops the heartbeat. The claim itself stays. */
  stop(): void;
}

/** Four signs of life within each lease: three may come too late. */
const beatsPerLease = 4;

export function holdClaim(ledger: Ledger, claim: Claim, leaseMs: number, outer: AbortSignal): HeldClaim {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  outer.addEventListener('abort', abort, { once: true });
  if (outer.aborted) abort();
  let matrices = { done: 0, total: 0 };
  let lost = false;
  let broken: unknown;

  const beat = (): void => {
    try {
      ledger.heartbeat(claim, leaseMs, matrices.total === 0 ? undefined : matrices);
    } catch (error) {
      // A ledger that is busy for long may answer the next time.
      if (isArenaError(error, 'timeout', 'unavailable')) return;
      if (isArenaError(error, 'conflict')) lost = true;
      else broken = error;
      abort();
    }
  };
  const timer = setInterval(beat, leaseMs / beatsPerLease);

  return {
    signal: controller.signal,
    isLost() {
      if (broken !== undefined) throw broken;
      return lost;
    },
    beat,
    log(level, text) {
      if (!lost) ledger.appendLog(claim, [{ level, text }]);
    },
    progressOf(shown, matrixCount) {
      let task = '';
      return {
        update(newTask, done, total, what) {
          shown.update(newTask, done, total, what);
          if (newTask !== task && !lost)
            ledger.appendLog(claim, [{ level: 'info', text: phaseText(newTask, total, what) }]);
          const timed = newTask === timeTask ? Math.floor((matrixCount * done) / total) : 0;
          const reached = { done: Math.min(matrixCount, Math.max(matrices.done, timed)), total: matrixCount };
          const isNews = newTask !== task || reached.done !== matrices.done;
          task = newTask;
          matrices = reached;
          if (isNews) beat();
        },
        stop: () => shown.stop(),
      };
    },
    stop() {
      clearInterval(timer);
      outer.removeEventListener('abort', abort);
    },
  };
}

/** Only what is timed counts as done: a matrix is verified long before. */
const timeTask = 'time';

function phaseText(task: string, total: number, what: string): string {
  return `${task}: ${total > 1 ? `${total} steps` : what}`;
}
