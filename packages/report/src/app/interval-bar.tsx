import type { SolutionSummary } from '../data/types.ts';
import { score } from './format.ts';

/** Where a score and its interval lie among all of the table. */
export function IntervalBar({
  solution,
  range: [least, greatest],
}: {
  solution: SolutionSummary;
  range: readonly [number, number];
}) {
  const place = (value: number): string =>
    greatest === least ? '50%' : `${(100 * (value - least)) / (greatest - least)}%`;
  const { scoreLow, scoreHigh } = solution;
  return (
    <span
      class="interval"
      role="img"
      aria-label={`from ${score(scoreLow)} to ${score(scoreHigh)}`}
      title={`95 % interval: ${score(scoreLow)} to ${score(scoreHigh)}`}
    >
      <span
        class="interval-bar"
        style={{ left: place(scoreLow), right: `calc(100% - ${place(scoreHigh)})` }}
      />
      <span class="interval-dot" style={{ left: place(solution.score) }} />
    </span>
  );
}
