import { AsTable, fixed, megabytesPerSecond } from '@matrix-arena/page/app';
import { dot, line, type Markish, type PlotOptions, text } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { ReportSection, Scatter, ScatterPoint } from '../data/types.ts';
import { Chart } from './chart.tsx';
import { megabytes, score } from './format.ts';

const halo = {
  stroke: 'var(--paper)',
  strokeWidth: 4,
  strokeLinejoin: 'round',
  paintOrder: 'stroke',
} as const;

export function ScatterChart({ scatter, rules }: Pick<ReportSection, 'scatter' | 'rules'>) {
  const options = useMemo(() => chartOptions(scatter), [scatter]);
  if (scatter.points.length === 0) return <p>No solution brought every matrix back.</p>;
  return (
    <figure>
      <Chart label="Ratio against throughput" options={options} />
      <figcaption>
        Up and to the right is better. The stepped line joins the solutions that no other beats in both.
        {scatter.leftOut.length > 0 &&
          ` Left out, since some matrix did not come back: ${scatter.leftOut.join(', ')}.`}{' '}
        {scatter.isoLines.length > 0 &&
          `Thin lines are where one matrix of ${megabytes(scatter.matrixBytes, 2)} MB, the mean of these, would score
          the same by ${rules.name}; the dashed one is the score to beat. A solution's own score is a mean over
          matrices of all sizes, so that it need not lie on the line of that score.`}
      </figcaption>
      <AsTable
        caption="Ratio and throughput"
        rows={scatter.points}
        columns={[
          { heading: 'Solution', align: 'left', cell: ({ solution }) => solution },
          { heading: 'Both ways MB/s', cell: ({ throughput }) => megabytesPerSecond(throughput) },
          { heading: 'Ratio', cell: ({ ratio }) => fixed(ratio, 3) },
          { heading: 'On the frontier', cell: ({ isOnFrontier }) => (isOnFrontier ? 'yes' : 'no') },
        ]}
      />
    </figure>
  );
}

function chartOptions({ points, isoLines, throughputRange, ratioRange }: Scatter) {
  const x = (point: { throughput: number }): number => point.throughput / 1e6;
  const onLines = isoLines.flatMap((one) =>
    one.points.map((point) => ({ ...point, score: one.score, isTarget: one.isTarget })),
  );
  const ends = isoLines.map((one) => ({ ...one.points[one.points.length - 1], ...one }));
  const frontier = points
    .filter(({ isOnFrontier }) => isOnFrontier)
    .toSorted((a, b) => a.throughput - b.throughput);
  return (widthPx: number): PlotOptions => ({
    height: Math.max(300, Math.min(460, widthPx * 0.5)),
    marginTop: 24,
    marginRight: 48,
    marginBottom: 44,
    x: {
      type: 'log',
      domain: throughputRange.map((bytes) => bytes / 1e6),
      label: 'compress and decompress together, MB/s →',
      labelAnchor: 'right',
      labelArrow: 'none',
      ticks: widthPx < 500 ? 4 : 8,
      tickFormat: (value: number) => String(value),
    },
    y: { domain: [...ratioRange], label: '↑ ratio', labelArrow: 'none', ticks: 6 },
    marks: [
      line(onLines, {
        filter: (point) => !point.isTarget,
        x,
        y: 'ratio',
        z: 'score',
        stroke: 'var(--rule-strong)',
        strokeWidth: 1,
      }),
      line(onLines, {
        filter: (point) => point.isTarget,
        x,
        y: 'ratio',
        z: 'score',
        stroke: 'var(--accent)',
        strokeDasharray: '5 4',
      }),
      text(ends, {
        x,
        y: 'ratio',
        text: (end) => (end.isTarget ? score(end.score) : fixed(end.score, 2)),
        fill: (end) => (end.isTarget ? 'var(--accent)' : 'var(--ink-soft)'),
        textAnchor: 'start',
        dx: 4,
        fontSize: 11,
      }),
      line(frontier, { x, y: 'ratio', curve: 'step-before', stroke: 'var(--ink-soft)', strokeWidth: 1.5 }),
      dot(points, {
        x,
        y: 'ratio',
        r: 5.5,
        fill: (point) => (point.isOnFrontier ? 'var(--accent)' : 'var(--paper)'),
        stroke: 'var(--accent)',
        strokeWidth: 2,
      }),
      ...labels(points, throughputRange),
    ],
  });
}

/**
 * Names, above points of the frontier and below others, so that those of neighbours do not meet; near the sides they
 * are written inwards.
 */
function labels(points: readonly ScatterPoint[], [slowest, fastest]: readonly [number, number]): Markish[] {
  const sideOf = ({ throughput }: ScatterPoint): 'start' | 'middle' | 'end' => {
    const place = Math.log(throughput / slowest) / Math.log(fastest / slowest);
    return place < 0.3 ? 'start' : place > 0.7 ? 'end' : 'middle';
  };
  return (['start', 'middle', 'end'] as const).flatMap((textAnchor) =>
    [true, false].map((isOnFrontier) =>
      text(
        points.filter((point) => sideOf(point) === textAnchor && point.isOnFrontier === isOnFrontier),
        {
          x: (point) => point.throughput / 1e6,
          y: 'ratio',
          text: 'solution',
          textAnchor,
          dx: { start: -5, middle: 0, end: 5 }[textAnchor],
          dy: isOnFrontier ? -15 : 15,
          fill: 'var(--ink)',
          fontWeight: 600,
          ...halo,
        },
      ),
    ),
  );
}
