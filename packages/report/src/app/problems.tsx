import type { FailureSummary, MatrixSummary, SolutionSummary } from '../data/types.ts';

/** Failures of one kind with one message, and on which matrices. */
interface FailureKind {
  readonly failure: FailureSummary;
  readonly matrices: readonly string[];
}

/** More than this many names of matrices tell nothing more. */
const namesShown = 6;

export function problemCount({ failureCount, findings, stateMessage }: SolutionSummary): number {
  return failureCount + findings.length + (stateMessage === null ? 0 : 1);
}

/** Why a solution failed, and what a reader should know of it. */
export function Problems({
  solution,
  matrices,
}: {
  solution: SolutionSummary;
  matrices: readonly MatrixSummary[];
}) {
  const { state, stateMessage, findings } = solution;
  return (
    <ul class="problem-list">
      {stateMessage !== null && (
        <li>
          <span class="tag bad">{state}</span> {stateMessage}
        </li>
      )}
      {failureKinds(solution, matrices).map(({ failure, matrices: names }) => (
        <li key={`${failure.outcome} ${failure.message}`}>
          <span class="tag bad">{failure.outcome}</span> {failure.message}{' '}
          <span class="quiet">
            on {names.slice(0, namesShown).join(', ')}
            {names.length > namesShown && ` and ${names.length - namesShown} more`}
          </span>
        </li>
      ))}
      {findings.map(({ kind, message }) => (
        <li key={`${kind} ${message}`}>
          <span class="tag">{kind}</span> {message}
        </li>
      ))}
    </ul>
  );
}

function failureKinds({ trials }: SolutionSummary, matrices: readonly MatrixSummary[]): FailureKind[] {
  const kinds = new Map<string, { failure: FailureSummary; matrices: string[] }>();
  for (const [index, trial] of trials.entries()) {
    if (trial === null || trial.outcome === 'ok') continue;
    const key = `${trial.outcome} ${trial.stage} ${trial.message}`;
    const kind = kinds.get(key) ?? { failure: trial, matrices: [] };
    kind.matrices.push(matrices[index].id);
    kinds.set(key, kind);
  }
  return [...kinds.values()];
}
