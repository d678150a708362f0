import { counted, ScrollRegion } from '@matrix-arena/page/app';
import { useMemo, useState } from 'preact/hooks';
import type { GroupSummary, ReportSection } from '../data/types.ts';
import { HeatCell } from './heat-cell.tsx';
import { HeatControls } from './heat-controls.tsx';
import { type Metric, metrics } from './metrics.ts';
import { type CellName, TrialDialog } from './trial-dialog.tsx';

/** With more matrices than this, only the groups are shown until they are opened. */
const shownAtOnce = 40;

/** Matrices by solutions, coloured by a figure that can be chosen; each cell opens what was measured there. */
export function HeatMap({ section }: { section: ReportSection }) {
  const { solutions, matrices, groups } = section;
  const [metricKey, setMetricKey] = useState<Metric['key']>('score');
  const [selected, setSelected] = useState<CellName | null>(null);
  // Groups that differ from how all of them are at first.
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const metric = metrics.find(({ key }) => key === metricKey) ?? metrics[0];
  const range = useMemo(() => rangeOf(section, metric), [section, metric]);
  const isOpen = (group: string): boolean => matrices.length <= shownAtOnce !== toggled.has(group);
  const toggle = (group: string): void =>
    setToggled(
      (names) => new Set(names.has(group) ? [...names].filter((one) => one !== group) : [...names, group]),
    );
  return (
    <>
      <HeatControls metric={metric} range={range} onMetric={setMetricKey} />
      <p class="note">
        {metric.label} by matrix and solution; a kind is headed by what holds for all of its matrices. A
        button in a cell opens all that was measured there.
      </p>
      <ScrollRegion label="Heat map">
        <table class="heat">
          <caption class="hidden">{metric.label} by matrix and solution</caption>
          <thead>
            <tr>
              <th scope="col" class="left">
                Matrix
              </th>
              {solutions.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          {groups.map((group) => (
            <tbody key={group.group}>
              <GroupRow group={group} metric={metric} isOpen={isOpen(group.group)} onToggle={toggle} />
              {isOpen(group.group) &&
                group.matrices.map((index) => (
                  <tr key={matrices[index].id}>
                    <th scope="row" class="left matrix">
                      {matrices[index].id}
                    </th>
                    {solutions.map(({ name, trials }) => (
                      <HeatCell
                        key={name}
                        trial={trials[index]}
                        cell={{ solution: name, matrix: matrices[index].id }}
                        metric={metric}
                        range={range}
                        onSelect={setSelected}
                      />
                    ))}
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </ScrollRegion>
      {selected !== null && (
        <TrialDialog section={section} cell={selected} onClose={() => setSelected(null)} />
      )}
    </>
  );
}

function GroupRow({
  group: { group, matrices, solutions },
  metric,
  isOpen,
  onToggle,
}: {
  group: GroupSummary;
  metric: Metric;
  isOpen: boolean;
  onToggle: (group: string) => void;
}) {
  return (
    <tr class="group">
      <th scope="rowgroup" class="left">
        <button type="button" class="disclose" aria-expanded={isOpen} onClick={() => onToggle(group)}>
          {group} <span class="quiet">{counted(matrices.length, 'matrix', 'matrices')}</span>
        </button>
      </th>
      {solutions.map((figures, index) => (
        <td key={index}>{metric.format(figures[metric.key])}</td>
      ))}
    </tr>
  );
}

/** The worst and the best of all cells; null without any. */
function rangeOf(
  { solutions }: ReportSection,
  { key, isHigherBetter }: Metric,
): readonly [number, number] | null {
  const values = solutions.flatMap(({ trials }) =>
    trials.flatMap((trial) => (trial?.outcome === 'ok' ? (trial[key] ?? []) : [])),
  );
  if (values.length === 0) return null;
  // Not spread into Math.min: there may be more values than a call takes arguments.
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return isHigherBetter ? [low, high] : [high, low];
}
