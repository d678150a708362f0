import { counted, Downloads } from '@matrix-arena/page/app';
import { useState } from 'preact/hooks';
import { csvText, jsonText } from '../race/download.ts';
import type { RaceSettings } from '../race/settings.ts';
import { standings } from '../race/standings.ts';
import type { RaceState } from '../race/state.ts';
import { BitsFigure } from './bits-figure.tsx';
import { useFocusHandedOn } from './focus.ts';
import { shape, size } from './format.ts';
import { Lanes } from './lanes.tsx';
import { MatrixTable } from './matrix-table.tsx';
import { Method } from './method.tsx';
import { Ranking } from './ranking.tsx';

/** Of its heading, which can have the focus. */
export const raceId = 'race';

/** A race, as far as it has come. */
export function RaceView({
  race,
  settings,
  onStop,
  onAgain,
  onReshape,
}: {
  race: RaceState;
  settings: RaceSettings;
  onStop: () => void;
  /** Back to the choice of tensors, where there is one. */
  onAgain: (() => void) | null;
  /** For a file that has all values in one row. */
  onReshape: ((cols: number) => void) | null;
}) {
  const rows = standings(race);
  const { matrices, status } = race;
  const [first] = matrices;
  const bytes = matrices.reduce((sum, { originalBytes }) => sum + originalBytes, 0);
  const what = matrices.length === 1 ? shape(first) : counted(matrices.length, 'matrix', 'matrices');
  return (
    <>
      <section aria-labelledby={raceId}>
        <div class="race-head">
          <h2 id={raceId} tabIndex={-1}>
            {race.file}
          </h2>
          <p class="quiet">
            {what}, {size(bytes)}
          </p>
          {status === 'racing' ? (
            <StopButton onStop={onStop} />
          ) : (
            onAgain !== null && (
              <button type="button" class="plain" onClick={onAgain}>
                Other tensors
              </button>
            )
          )}
        </div>
        {onReshape !== null && <Reshape key={race.file} cols={first.cols} onReshape={onReshape} />}
        <Lanes race={race} rows={rows} />
      </section>
      <Ranking race={race} rows={rows} />
      {matrices.length > 1 && <MatrixTable race={race} />}
      <BitsFigure race={race} />
      <Method race={race} settings={settings} />
      {status !== 'racing' && (
        <Downloads
          intro="One row for each solution and matrix as CSV, or every sample as JSON."
          files={[
            {
              label: 'Download CSV',
              name: 'matrix-arena-race.csv',
              type: 'text/csv;charset=utf-8',
              text: () => csvText(race),
            },
            {
              label: 'Download JSON',
              name: 'matrix-arena-race.json',
              type: 'application/json',
              text: () => jsonText(race, navigator.userAgent),
            },
          ]}
        />
      )}
    </>
  );
}

/** It goes when the race ends. */
function StopButton({ onStop }: { onStop: () => void }) {
  const button = useFocusHandedOn<HTMLButtonElement>(raceId);
  return (
    <button ref={button} type="button" class="plain" onClick={onStop}>
      Stop
    </button>
  );
}

/** Some codecs look for rows that resemble each other. A file of one row may not say where they end. */
function Reshape({ cols, onReshape }: { cols: number; onReshape: (cols: number) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      class="reshape"
      onSubmit={(event) => {
        event.preventDefault();
        onReshape(Number(text));
      }}
    >
      <label>
        The file has all its values in one row; they are raced as rows of{' '}
        <input
          type="number"
          min="1"
          required
          placeholder={String(cols)}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />{' '}
        values.
      </label>{' '}
      <button type="submit" class="plain">
        Race again with this width
      </button>
    </form>
  );
}
