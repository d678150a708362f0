import type { Ledger } from '@matrix-arena/ledger';
import { untilInterrupted } from '@matrix-arena/node-kit';
import { withProgress } from '../progress.ts';
import type { EvaluationContext } from './evaluate-submission.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { inputsReader } from './round-inputs.ts';
import { removeAbandonedFolders } from './work-folder.ts';

/** Runs `work` with what evaluations need: progress on stderr, and a signal that Ctrl-C aborts. */
export function withEvaluation<T>(
  ledger: Ledger,
  options: EvaluationOptions,
  work: (context: EvaluationContext) => Promise<T>,
): Promise<T> {
  return untilInterrupted((signal) =>
    withProgress(async (progress) => {
      await removeAbandonedFolders();
      const inputsOf = inputsReader(ledger, options.pool, progress, signal);
      return work({ ledger, options, progress, signal, inputsOf });
    }),
  );
}
