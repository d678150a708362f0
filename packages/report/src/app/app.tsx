import { Downloads } from '@matrix-arena/page/app';
import { useState } from 'preact/hooks';
import { csvText } from '../csv.ts';
import type { Embedded } from '../data/types.ts';
import { CompetitionPart } from './history-chart.tsx';
import { type LiveState, useLiveData } from './live.ts';
import { SectionTabs } from './section-tabs.tsx';
import { SectionView } from './section-view.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** The whole page. What a reader has chosen is kept when the data are refreshed. */
export function App(embedded: Embedded) {
  const { data, live } = useLiveData(embedded);
  const [chosen, setChosen] = useState<string | null>(null);
  const { sections, competition } = data;
  const selected = Math.max(
    0,
    sections.findIndex(({ id }) => id === chosen),
  );
  const section = sections[selected];
  return (
    <>
      <header class="masthead">
        <h1>
          Matrix Arena <span>report</span>
        </h1>
        <LiveMark live={live} />
        <ThemeSwitch />
      </header>
      <main>
        {sections.length > 1 && <SectionTabs sections={sections} selected={selected} onSelect={setChosen} />}
        {section === undefined ? (
          <p>There are no results yet.</p>
        ) : sections.length > 1 ? (
          <div role="tabpanel" id="section" aria-labelledby={`tab-${selected}`}>
            <SectionView key={section.id} section={section} />
          </div>
        ) : (
          <SectionView key={section.id} section={section} />
        )}
        {competition !== null && <CompetitionPart competition={competition} />}
        <Downloads
          intro="One row for each solution and matrix as CSV, or everything on this page as JSON."
          files={[
            {
              label: 'Download CSV',
              name: 'matrix-arena-report.csv',
              type: 'text/csv;charset=utf-8',
              text: () => csvText(data),
            },
            {
              label: 'Download JSON',
              name: 'matrix-arena-report.json',
              type: 'application/json',
              text: () => `${JSON.stringify(data, null, 1)}\n`,
            },
          ]}
        />
      </main>
    </>
  );
}

function LiveMark({ live }: { live: LiveState }) {
  if (live === 'off') return null;
  return (
    <p class={`live ${live}`} role="status">
      {live === 'on' ? 'Live' : 'Connection lost; these are the last data'}
    </p>
  );
}
