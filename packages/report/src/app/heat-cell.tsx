import { none } from '@matrix-arena/page/app';
import type { SolutionSummary } from '../data/types.ts';
import { type Metric, shadeOf } from './metrics.ts';
import type { CellName } from './trial-dialog.tsx';

/** One solution on one matrix. */
export function HeatCell({
  trial,
  cell,
  metric,
  range,
  onSelect,
}: {
  trial: SolutionSummary['trials'][number];
  cell: CellName;
  metric: Metric;
  /** The worst and the best of all cells. */
  range: readonly [number, number] | null;
  onSelect: (cell: CellName) => void;
}) {
  if (trial === null) return <td>{none}</td>;
  const value = trial.outcome === 'ok' ? trial[metric.key] : null;
  const text = trial.outcome === 'ok' ? metric.format(value) : trial.outcome;
  const shade = value === null || range === null ? null : shadeOf(value, ...range);
  return (
    <td class="cell">
      <button
        type="button"
        class={trial.outcome !== 'ok' ? 'failed' : shade === null ? undefined : `shade-${shade}`}
        aria-haspopup="dialog"
        aria-label={`${text}, ${metric.label} of ${cell.solution} on ${cell.matrix}`}
        title={`${cell.solution} on ${cell.matrix}: ${text}`}
        onClick={() => onSelect(cell)}
      >
        {text}
      </button>
    </td>
  );
}
