import { ArenaError, type ArenaErrorKind } from '@matrix-arena/contract';
import type { Result, SolutionResult, Trial } from '@matrix-arena/contract/schemas';
import type { Failure, FailureInput, SubmissionRow } from '@matrix-arena/ledger';
import { counted } from '../format.ts';
import { printableText } from './printable.ts';

/** A failure of a submission that was found before its code ran, from what was thrown. */
export function failureOfError(error: ArenaError, folder: string): FailureInput {
  const { kind, what, expected, got, hint } = error;
  // Where it was unpacked is nobody's concern, and gone by now.
  const clean = (text: string): string => text.replaceAll(`${folder}/`, '');
  return {
    kind,
    message: clean(error.message),
    fields: {
      what: clean(what),
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
      hint: clean(hint),
    },
  };
}

type FailedTrial = Exclude<Trial, { outcome: 'ok' }>;

/** Trials of a solution that did not come back. */
export function failedTrials({ trials }: Pick<SolutionResult, 'trials'>): FailedTrial[] {
  return trials.filter((trial): trial is FailedTrial => trial.outcome !== 'ok');
}

/** Why nothing at all could be measured: the first failure, and how many there were; null when something could. */
export function failureOfRun({ corpus }: Result, { trials }: SolutionResult): FailureInput | null {
  const failed = failedTrials({ trials });
  const [first] = failed;
  if (first === undefined || failed.length < trials.length) return null;
  const { outcome, matrix, stage, message, expected, got } = first;
  return {
    kind: outcome,
    message: `${message} (${stage}, first of ${counted(failed.length, 'failed matrix', 'failed matrices')})`,
    fields: {
      matrix,
      stage,
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
      failedMatrices: failed.length,
      matrices: corpus.matrices.length,
    },
  };
}

interface Advice {
  /** Decides the exit code. */
  readonly as: ArenaErrorKind;
  readonly hint: string;
}

const checkIt = 'run arena check and arena bench on it, mend it and submit it again';
const limit = (hint: string): Advice => ({ as: 'limit-exceeded', hint });

/** What can be done about a failure. */
const advices: Readonly<Record<string, Advice>> = {
  timeout: {
    as: 'timeout',
    hint: 'make it faster: the limits of the competition are shown by arena competitions -c',
  },
  'out-of-memory': limit('make it take less memory during a call'),
  'too-large': limit('store what does not get smaller: a frame may hardly be longer than its matrix'),
  'code-size': limit('make its code smaller; arena check shows the bytes of each file'),
  'limit-exceeded': limit('leave out of the package what the solution does not need'),
  mismatch: { as: 'mismatch', hint: 'restore every bit, NaN and -0 too; arena check finds such matrices' },
  forged: { as: 'mismatch', hint: 'leave the harness alone: replies and times are its own' },
  'not-built': { as: 'bad-format', hint: 'build it before you pack it' },
  dependencies: { as: 'bad-format', hint: 'do without libraries that are not on the allow-list' },
  import: { as: 'bad-format', hint: 'bundle what it needs; arena check shows each import' },
};

export function adviceOf({ kind, fields }: Failure): Advice {
  const known = advices[kind] ?? { as: 'bad-format', hint: checkIt };
  return typeof fields.hint === 'string' ? { ...known, hint: fields.hint } : known;
}

/** A submission without a score as an error of the command that waited for one. */
export function submissionError({
  id,
  state,
  failure,
}: Pick<SubmissionRow, 'id' | 'state' | 'failure'>): ArenaError {
  if (failure === null) {
    const hint = 'submit it to the round that is open';
    return new ArenaError('conflict', { what: `submission ${id}`, expected: 'a score', got: state, hint });
  }
  const { as, hint } = adviceOf(failure);
  return new ArenaError(as, {
    what: `submission ${id}`,
    expected: 'a score',
    got: `${state} (${failure.kind})`,
    hint: printableText(hint),
  });
}
