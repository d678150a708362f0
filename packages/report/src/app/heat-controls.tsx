import { type Metric, metrics, shadeCount } from './metrics.ts';

/** What the heat map shows, and what its shades stand for. */
export function HeatControls({
  metric,
  range,
  onMetric,
}: {
  metric: Metric;
  range: readonly [number, number] | null;
  onMetric: (key: Metric['key']) => void;
}) {
  return (
    <div class="heat-controls">
      <fieldset class="switch controls">
        <legend>Show</legend>
        {metrics.map(({ key, label }) => (
          <label key={key}>
            <input type="radio" name="metric" checked={metric.key === key} onChange={() => onMetric(key)} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {range !== null && (
        <p class="legend">
          <span>{metric.format(range[0])}</span>
          <span class="shades" aria-hidden="true">
            {Array.from({ length: shadeCount }, (_, shade) => (
              <span key={shade} class={`shade-${shade}`} />
            ))}
          </span>
          <span class="hidden">worst to best</span>
          <span>{metric.format(range[1])}</span>
        </p>
      )}
    </div>
  );
}
