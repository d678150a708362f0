import type { ReportSection } from '../data/types.ts';
import { Environment } from './environment.tsx';
import { HeatMap } from './heat-map.tsx';
import { RunHistory } from './history-chart.tsx';
import { RankingTable } from './ranking-table.tsx';
import { ScatterChart } from './scatter-chart.tsx';
import { SectionSummary } from './section-summary.tsx';

/** Everything about results that can be compared. */
export function SectionView({ section }: { section: ReportSection }) {
  return (
    <>
      <SectionSummary section={section} />
      <section aria-labelledby="ranking">
        <h2 id="ranking">Ranking</h2>
        <RankingTable section={section} />
        <p class="note">
          ± is half of the 95 % interval from timing noise, on these matrices; the bar beside it goes from the
          least to the greatest end of all.
          {section.solutions.some(({ isTied }) => isTied) &&
            ' = marks a solution that noise does not tell apart from the one above it.'}{' '}
          Ratio, bits and throughputs cover the matrices that came back; a matrix that did not scores 0.
        </p>
      </section>
      <section aria-labelledby="scatter">
        <h2 id="scatter">Size against speed</h2>
        <ScatterChart scatter={section.scatter} rules={section.rules} />
      </section>
      <section aria-labelledby="history">
        <h2 id="history">Score over time</h2>
        <RunHistory history={section.history} />
      </section>
      <section aria-labelledby="matrices">
        <h2 id="matrices">Matrices</h2>
        <HeatMap section={section} />
      </section>
      <section aria-labelledby="environment">
        <h2 id="environment">Environment and noise</h2>
        <Environment section={section} />
      </section>
    </>
  );
}
