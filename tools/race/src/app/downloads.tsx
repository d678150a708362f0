import { csvText, jsonText } from '../race/download.ts';
import type { RaceState } from '../race/state.ts';

/** Everything that was measured, as files that the page makes of what it holds. */
export function Downloads({ race }: { race: RaceState }) {
  return (
    <section aria-labelledby="downloads">
      <h2 id="downloads">Data</h2>
      <p>One row for each solution and matrix as CSV, or every sample as JSON.</p>
      <p class="buttons">
        <button
          type="button"
          class="plain"
          onClick={() => save('matrix-arena-race.csv', 'text/csv;charset=utf-8', csvText(race))}
        >
          Download CSV
        </button>
        <button
          type="button"
          class="plain"
          onClick={() =>
            save('matrix-arena-race.json', 'application/json', jsonText(race, navigator.userAgent))
          }
        >
          Download JSON
        </button>
      </p>
    </section>
  );
}

/** Long enough for any browser to have begun a download. */
const keepMs = 60_000;

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keepMs);
}
