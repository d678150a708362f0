import { setTimeout as sleep } from 'node:timers/promises';
import { ArenaError } from '@matrix-arena/contract';
import type { SubmissionDetail } from '@matrix-arena/ledger';
import { type EvaluationContext, evaluateClaimed } from './evaluate-submission.ts';

const pollMs = 500;

export interface QueueWork {
  /** Looked at before each claim: true ends the work. */
  readonly isDone: () => boolean;
  /** What to do while nothing is queued: end, or wait for more. */
  readonly whenEmpty: 'end' | 'wait';
  /** Called before each look at the queue. */
  readonly before?: () => Promise<void>;
  readonly onEvaluated?: (submission: SubmissionDetail) => void;
}

/**
 * Evaluates what is queued in a competition, the oldest first.
 *
 * @throws ArenaError `interrupted`, with what was under way back in the queue
 */
export async function workOnQueue(
  competition: string,
  context: EvaluationContext,
  work: QueueWork,
): Promise<void> {
  const { ledger, options, signal, progress } = context;
  const { isDone, whenEmpty, before, onEvaluated } = work;
  for (;;) {
    assertGoesOn(signal);
    ledger.advanceRounds(competition);
    await before?.();
    if (isDone()) return;
    const claim = ledger.claimNext(competition, options.worker, options.leaseMs);
    if (claim !== null) {
      const isRecorded = await evaluateClaimed(claim, context);
      if (isRecorded) onEvaluated?.(ledger.submissionDetail(claim.submission, 'organiser'));
    } else if (whenEmpty === 'end') return;
    else {
      progress.update('wait', 0, 1, 'for submissions, or for another evaluator to end');
      await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Until a submission has an outcome, whoever evaluates it: what is queued before it comes first. */
export function workUntilDone(
  competition: string,
  submission: number,
  context: EvaluationContext,
): Promise<void> {
  return workOnQueue(competition, context, {
    isDone: () => !isUnfinished(context.ledger.submissionDetail(submission)),
    whenEmpty: 'wait',
  });
}

/** Whether it waits for an evaluator, or is with one. */
export function isUnfinished({ state }: Pick<SubmissionDetail, 'state'>): boolean {
  return state === 'queued' || state === 'screening' || state === 'evaluating';
}

function assertGoesOn(signal: AbortSignal): void {
  if (signal.aborted) throw new ArenaError('interrupted', { what: 'evaluation', hint: 'stopped' });
}
