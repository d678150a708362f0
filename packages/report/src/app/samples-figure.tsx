import { AsTable, counted } from '@matrix-arena/page/app';
import { type PlotOptions, ruleX, text, tickX } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { TrialSummary } from '../data/types.ts';
import { Chart } from './chart.tsx';
import { milliseconds } from './format.ts';

/** Every sample of both calls as a stroke, and their medians. */
export function SamplesFigure({ trial }: { trial: TrialSummary }) {
  const { compressSamplesMs, decompressSamplesMs, compressMs, decompressMs, stages } = trial;
  const compress = useMemo(() => strip(compressSamplesMs, compressMs), [compressSamplesMs, compressMs]);
  const decompress = useMemo(
    () => strip(decompressSamplesMs, decompressMs),
    [decompressSamplesMs, decompressMs],
  );
  const calls = [trial.compressCalls, trial.decompressCalls].map((number) =>
    counted(number, 'call', 'calls'),
  );
  return (
    <figure>
      <p class="strip-title">Compress, ms per call</p>
      <Chart label="All samples of compress" options={compress} />
      <p class="strip-title">Decompress, ms per call</p>
      <Chart label="All samples of decompress" options={decompress} />
      <figcaption>
        {counted(stages.length, 'sample', 'samples')} in {counted(new Set(stages).size, 'stage', 'stages')}; a
        sample of compress is {calls[0]}, one of decompress {calls[1]}. Nothing is left out; the score goes by
        the medians. The two axes differ.
      </figcaption>
      <AsTable
        caption="Samples in the order taken"
        rows={stages.map((stage, index) => ({ stage, index }))}
        columns={[
          { heading: 'Sample', cell: ({ index }) => index + 1 },
          { heading: 'Stage', cell: ({ stage }) => stage },
          { heading: 'Compress ms', cell: ({ index }) => milliseconds(compressSamplesMs[index]) },
          { heading: 'Decompress ms', cell: ({ index }) => milliseconds(decompressSamplesMs[index]) },
        ]}
      />
    </figure>
  );
}

function strip(samplesMs: readonly number[], medianMs: number) {
  return (widthPx: number): PlotOptions => ({
    height: 84,
    marginLeft: 16,
    marginTop: 22,
    marginBottom: 26,
    x: { label: null, nice: true, ticks: widthPx < 500 ? 4 : 7 },
    marks: [
      tickX(samplesMs, {
        x: (ms: number) => ms,
        stroke: 'var(--accent)',
        strokeOpacity: 0.55,
        strokeWidth: 1.5,
      }),
      ruleX([medianMs], { stroke: 'var(--ink)', strokeWidth: 2 }),
      text([medianMs], {
        x: (ms: number) => ms,
        text: (ms: number) => `median ${milliseconds(ms)}`,
        frameAnchor: 'top',
        dy: -14,
        fill: 'var(--ink)',
      }),
    ],
  });
}
