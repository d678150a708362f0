import { AsTable, fixed } from '@matrix-arena/page/app';
import { useState } from 'preact/hooks';
import { type Bar, barsOf, planeOrder } from '../race/bars.ts';
import type { RaceState } from '../race/state.ts';

/** Raw bfloat16, which is the right end of all bars. */
const rawBits = 16;

/** Where the bits went, by plane, beside the entropy bounds of the matrix. */
export function BitsFigure({ race }: { race: RaceState }) {
  const { matrices } = race;
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, matrices.length - 1);
  const bars = barsOf(race, index);
  return (
    <section aria-labelledby="bits">
      <h2 id="bits">Where the bits went</h2>
      {matrices.length > 1 && (
        <label class="select">
          Matrix{' '}
          <select value={index} onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}>
            {matrices.map(({ id }, i) => (
              <option key={id} value={i}>
                {id}
              </option>
            ))}
          </select>
        </label>
      )}
      <figure>
        <p class="legend" aria-hidden="true">
          {planeOrder.map((plane) => (
            <span key={plane}>
              <span class={`swatch ${plane}`} />
              {plane}
            </span>
          ))}
        </p>
        <div class="bars" aria-hidden="true">
          {bars.map((bar) => (
            <BarRow key={bar.name} bar={bar} />
          ))}
        </div>
        <figcaption>
          Bits per value; the full width is raw bfloat16 with 16. The bounds hold for coders that code each
          value by itself: planes apart, or sign and mantissa given the exponent. A coder that looks at other
          values can get below them.
        </figcaption>
        <AsTable
          caption="Bits per value"
          rows={bars.flatMap(({ name, stretches }) => stretches.map((stretch) => ({ of: name, ...stretch })))}
          columns={[
            { heading: 'Of', align: 'left', cell: ({ of }) => of },
            { heading: 'Part', align: 'left', cell: ({ name }) => name },
            { heading: 'Plane', align: 'left', cell: ({ plane }) => plane },
            { heading: 'Bits/value', cell: ({ bits }) => fixed(bits, 3) },
          ]}
        />
      </figure>
    </section>
  );
}

function BarRow({ bar: { name, isBound, bits, stretches } }: { bar: Bar }) {
  return (
    <div class={`bits-row ${isBound ? 'bound' : ''}`}>
      <span class="bits-name">{name}</span>
      <span class="bits-track">
        {stretches.map((stretch) => (
          <span
            key={stretch.name}
            class={`stretch ${stretch.plane}`}
            style={{ width: `${(100 * stretch.bits) / Math.max(rawBits, bits)}%` }}
            title={`${stretch.name} (${stretch.plane}): ${fixed(stretch.bits, 3)} bits/value`}
          />
        ))}
      </span>
      <span class="bits-sum">{stretches.length === 0 ? '' : fixed(bits, 2)}</span>
    </div>
  );
}
