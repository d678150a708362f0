import { useEffect, useRef } from 'preact/hooks';
import type { ReportSection } from '../data/types.ts';
import { FailureDetail } from './failure-detail.tsx';
import { TrialDetail } from './trial-detail.tsx';

/** A solution on a matrix, by their names: they stay the same when the data are refreshed. */
export interface CellName {
  readonly solution: string;
  readonly matrix: string;
}

/** Everything that was measured in one cell. Escape closes it, and the focus goes back to the cell. */
export function TrialDialog({
  section,
  cell,
  onClose,
}: {
  section: ReportSection;
  cell: CellName;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const index = section.matrices.findIndex(({ id }) => id === cell.matrix);
  const solution = section.solutions.find(({ name }) => name === cell.solution);
  const trial = solution?.trials[index] ?? null;
  const matrix = section.matrices[index];
  return (
    <dialog ref={dialog} class="detail" aria-labelledby="detail-title" onClose={onClose}>
      <header>
        <h3 id="detail-title">
          {cell.solution} <span class="quiet">on</span> <span class="matrix">{cell.matrix}</span>
        </h3>
        <button type="button" class="plain" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      {trial === null ? (
        <p>The newest data have nothing for this cell.</p>
      ) : trial.outcome === 'ok' ? (
        <TrialDetail trial={trial} matrix={matrix} />
      ) : (
        <FailureDetail failure={trial} matrix={matrix} />
      )}
    </dialog>
  );
}
