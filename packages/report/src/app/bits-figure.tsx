import { AsTable, fixed } from '@matrix-arena/page/app';
import { barX, type PlotOptions, ruleX, text } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { MatrixSummary, TrialSummary } from '../data/types.ts';
import { Chart } from './chart.tsx';

/** A stretch of a bar, in bits per value. */
interface Stretch {
  readonly row: string;
  readonly name: string;
  readonly plane: string;
  readonly bits: number;
}

/** Planes in the order in which bars stack them, and their colours. */
const planes = ['sign', 'exponent', 'mantissa', 'mixed', 'overhead'];
/** Left and right of the bars. */
const marginsPx = 128;

const colours = planes.map((plane) => `var(--plane-${plane})`);

/** What a matrix takes in bits per value: by part of the frame where the solution can tell, beside the bounds. */
export function BitsFigure({ trial, matrix }: { trial: TrialSummary; matrix: MatrixSummary }) {
  const stretches = useMemo(() => stretchesOf(trial, matrix), [trial, matrix]);
  const options = useMemo(() => chartOptions(stretches, trial.bitsPerValue), [stretches, trial]);
  return (
    <figure>
      <Chart label="Bits per value: what was reached, and bounds of the matrix" options={options} />
      <figcaption>
        {trial.parts === null && 'The solution does not say what its frames are made of. '}
        {matrix.bounds === null
          ? 'The result has no entropy bounds of this matrix. '
          : 'The bounds hold for coders that code each value by itself: planes apart, or sign and mantissa given the exponent. '}
        The dashed line is what was reached; raw bfloat16 takes 16.
      </figcaption>
      <AsTable
        caption="Bits per value"
        rows={stretches}
        columns={[
          { heading: 'Of', align: 'left', cell: ({ row }) => row },
          { heading: 'Part', align: 'left', cell: ({ name }) => name },
          { heading: 'Plane', align: 'left', cell: ({ plane }) => plane },
          { heading: 'Bits/value', cell: ({ bits }) => fixed(bits, 3) },
        ]}
      />
    </figure>
  );
}

function stretchesOf({ parts, bitsPerValue }: TrialSummary, { bounds }: MatrixSummary): Stretch[] {
  const reached = (parts ?? [{ name: 'all', plane: 'mixed', bitsPerValue }])
    .map(({ name, plane, bitsPerValue: bits }) => ({ row: 'reached', name, plane, bits: bits ?? 0 }))
    .toSorted((a, b) => planes.indexOf(a.plane) - planes.indexOf(b.plane));
  if (bounds === null) return reached;
  const bound = (row: string, sign: number, mantissa: number): Stretch[] => [
    { row, name: 'bound', plane: 'sign', bits: sign },
    { row, name: 'bound', plane: 'exponent', bits: bounds.exponent },
    { row, name: 'bound', plane: 'mantissa', bits: mantissa },
  ];
  return [
    ...reached,
    ...bound('planes apart', bounds.sign, bounds.mantissa),
    ...bound('given exponent', bounds.signGivenExponent, bounds.mantissaGivenExponent),
  ];
}

function chartOptions(stretches: readonly Stretch[], reached: number | null) {
  const rows = [...new Set(stretches.map(({ row }) => row))];
  const used = new Set(stretches.map(({ plane }) => plane));
  const domain = planes.filter((plane) => used.has(plane));
  const most = Math.max(16, reached ?? 0);
  return (widthPx: number): PlotOptions => {
    const pxPerBit = (widthPx - marginsPx) / most;
    return {
      height: 56 + 30 * rows.length,
      marginLeft: marginsPx - 16,
      marginTop: 8,
      marginBottom: 36,
      x: { domain: [0, most], label: 'bits/value', ticks: widthPx < 500 ? 4 : 8 },
      y: { domain: rows, label: null, tickSize: 0 },
      color: { domain, range: domain.map((plane) => colours[planes.indexOf(plane)]) },
      marks: [
        barX(stretches, {
          x: 'bits',
          y: 'row',
          fill: 'plane',
          stroke: 'var(--paper)',
          strokeWidth: 1,
          insetTop: 3,
          insetBottom: 3,
          title: ({ name, plane, bits }) => `${name} (${plane}): ${fixed(bits, 3)} bits/value`,
        }),
        reached === null ? null : ruleX([reached], { stroke: 'var(--ink)', strokeDasharray: '3 2' }),
        text(
          stretches.filter((stretch) => stretch.bits * pxPerBit > 8 * wordOf(stretch).length),
          // Stacked by hand, since the filter leaves gaps.
          {
            x: (stretch) => middleOf(stretch, stretches),
            y: 'row',
            text: wordOf,
            fill: 'var(--plane-ink)',
            fontSize: 11,
          },
        ),
      ],
    };
  };
}

/** What is written on a stretch where there is room. */
function wordOf({ plane, name }: Stretch): string {
  return plane === 'mixed' ? name : plane;
}

/** Where the middle of a stretch is in its bar. */
function middleOf(stretch: Stretch, stretches: readonly Stretch[]): number {
  const ofRow = stretches.filter(({ row }) => row === stretch.row);
  const before = ofRow.slice(0, ofRow.indexOf(stretch)).reduce((sum, { bits }) => sum + bits, 0);
  return before + stretch.bits / 2;
}
