import type { RaceSettings } from '../race/settings.ts';
import type { RaceState } from '../race/state.ts';
import { milliseconds } from './format.ts';

/** What the figures can be trusted for. */
export function Method({ race, settings }: { race: RaceState; settings: RaceSettings }) {
  const { tickMs } = race;
  const { ticksPerSample, maxSamples, relativePrecision } = settings;
  return (
    <section aria-labelledby="method">
      <h2 id="method">How it is measured</h2>
      <ul class="method">
        <li>
          Sizes are exact: the same frames as anywhere else. One worker compresses, another that never saw the
          source restores, and the page compares every bit, in every pass.
        </li>
        <li>
          Times are rough: browsers make their clock coarse on purpose.{' '}
          {tickMs !== null && `Here its shortest step is ${milliseconds(tickMs)} ms. `}A sample repeats the
          call until it spans {ticksPerSample} steps; solutions take turns, one worker at a time, until the
          median is known to {100 * relativePrecision} % or after {maxSamples} samples. Another tab, a window
          in the background or a busy machine still disturbs them. Only a bench on a quiet machine counts in a
          competition.
        </li>
        <li>
          Load is from the solution&#8217;s script to a codec that is ready, its libraries included; it does
          not count in the score.
        </li>
      </ul>
    </section>
  );
}
