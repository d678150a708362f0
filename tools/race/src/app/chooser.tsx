import { counted } from '@matrix-arena/page/app';
import { useState } from 'preact/hooks';
import { firstChoice, type RaceFile, type RaceMatrix } from '../race/race-file.ts';
import type { RaceSettings } from '../race/settings.ts';
import { shape, size } from './format.ts';

/** Of its legend, which can have the focus. */
export const chooserId = 'chooser';

/** What of a file is raced: as much as fits into a budget to begin with. */
export function Chooser({
  file,
  settings,
  onStart,
}: {
  file: RaceFile;
  settings: RaceSettings;
  onStart: (matrices: readonly RaceMatrix[]) => void;
}) {
  const { name, matrices, skipped } = file;
  const [chosen, setChosen] = useState(() => firstChoice(matrices, settings.chosenBytes));
  const selected = matrices.filter(({ id }) => chosen.has(id));
  const bytes = selected.reduce((sum, { matrix }) => sum + matrix.bytes.length, 0);
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <form
      class="chooser"
      onSubmit={(event) => {
        event.preventDefault();
        onStart(selected);
      }}
    >
      <fieldset>
        <legend id={chooserId} tabIndex={-1}>
          {counted(matrices.length, 'BF16 tensor', 'BF16 tensors')} in {name}
        </legend>
        <ul class="tensors">
          {matrices.map(({ id, matrix }) => (
            <li key={id}>
              <label>
                <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
                <span class="tensor">{id}</span>
                <span class="quiet">
                  {shape(matrix)}, {size(matrix.bytes.length)}
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <p class="buttons">
        <button type="submit" class="button" disabled={selected.length === 0}>
          Race {counted(selected.length, 'tensor', 'tensors')}, {size(bytes)}
        </button>
        <button type="button" class="plain" onClick={() => setChosen(new Set(matrices.map(({ id }) => id)))}>
          Choose all
        </button>
        <button type="button" class="plain" onClick={() => setChosen(new Set())}>
          Choose none
        </button>
      </p>
      {skipped.length > 0 && (
        <details class="as-table">
          <summary>{counted(skipped.length, 'tensor', 'tensors')} of another type left out</summary>
          <ul class="tensors">
            {skipped.map(({ name: tensor, dtype }) => (
              <li key={tensor}>
                <span class="tensor">{tensor}</span> <span class="quiet">{dtype}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </form>
  );
}
