import { csvText } from '../csv.ts';
import type { ReportData } from '../data/types.ts';

/** Everything that the page shows, as files. They are made of what the page holds; nothing is fetched. */
export function Downloads({ data }: { data: ReportData }) {
  return (
    <section class="downloads controls" aria-labelledby="downloads">
      <h2 id="downloads">Data</h2>
      <p>One row for each solution and matrix as CSV, or everything on this page as JSON.</p>
      <p class="buttons">
        <button
          type="button"
          class="plain"
          onClick={() => save('matrix-arena-report.csv', 'text/csv;charset=utf-8', csvText(data))}
        >
          Download CSV
        </button>
        <button
          type="button"
          class="plain"
          onClick={() =>
            save('matrix-arena-report.json', 'application/json', `${JSON.stringify(data, null, 1)}\n`)
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
