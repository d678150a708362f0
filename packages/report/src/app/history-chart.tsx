import { AsTable, DataTable } from '@matrix-arena/page/app';
import { dot, line, type PlotOptions, ruleX, text } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { CompetitionHistory, RunBest } from '../data/types.ts';
import { Chart } from './chart.tsx';
import { minutes, score } from './format.ts';

/** A score at a time; only those of one series are joined by a line. */
interface Point {
  readonly date: Date;
  readonly score: number;
  readonly series: string;
}

/** The best score over several runs that can be compared. */
export function RunHistory({ history }: { history: readonly RunBest[] }) {
  const options = useMemo(
    () =>
      chartOptions(history.map(({ date, ...rest }) => ({ ...rest, date: new Date(date), series: 'runs' }))),
    [history],
  );
  if (history.length < 2)
    return (
      <p>
        {history[0] === undefined
          ? 'No run here has a score yet.'
          : `Only one run here has a score, so there is none over time. Its best is ${score(history[0].score)}, by ${history[0].solution}.`}
      </p>
    );
  return (
    <figure>
      <Chart label="Best score over time" options={options} />
      <figcaption>
        The best score after each run, the newest figures of each solution counting; all on the same matrices
        and machine.
      </figcaption>
      <AsTable
        caption="Best score after each run"
        rows={history}
        columns={[
          { heading: 'Run', align: 'left', cell: ({ date }) => minutes(date) },
          { heading: 'Best solution', align: 'left', cell: ({ solution }) => solution },
          { heading: 'Version', align: 'left', cell: ({ version }) => version },
          { heading: 'Score', cell: (run) => score(run.score) },
        ]}
      />
    </figure>
  );
}

/** The top score of a competition, round by round, and who handed in what. */
export function CompetitionPart({ competition }: { competition: CompetitionHistory }) {
  const { points, rounds, submissions } = competition;
  const options = useMemo(
    () =>
      chartOptions(
        points.map(({ date, score, round }) => ({ date: new Date(date), score, series: `round ${round}` })),
        rounds.map(({ round, startedAt }) => ({ round, date: new Date(startedAt) })),
      ),
    [points, rounds],
  );
  return (
    <section aria-labelledby="competition">
      <h2 id="competition">Score over time and rounds</h2>
      {points.length === 0 ? (
        <p>No score has been reached yet.</p>
      ) : (
        <figure>
          <Chart label="Top score of the competition over time and rounds" options={options} />
          <figcaption>
            The top score each time it changed; upright lines are the starts of rounds. Each round has
            matrices of its own, so that lines of two rounds are not joined.
          </figcaption>
          <AsTable
            caption="Top scores"
            rows={points}
            columns={[
              { heading: 'Date', align: 'left', cell: ({ date }) => minutes(date) },
              { heading: 'Round', cell: ({ round }) => round },
              { heading: 'Solution', align: 'left', cell: ({ solution }) => solution },
              { heading: 'Version', align: 'left', cell: ({ version }) => version },
              { heading: 'Author', align: 'left', cell: ({ author }) => author },
              { heading: 'Score', cell: (point) => score(point.score) },
            ]}
          />
        </figure>
      )}
      {submissions.length > 0 && (
        <DataTable
          caption="Submissions"
          rows={submissions}
          columns={[
            { heading: 'Date', align: 'left', cell: ({ date }) => minutes(date) },
            { heading: 'Round', cell: ({ round }) => round },
            { heading: 'Solution', align: 'left', cell: ({ solution }) => solution },
            { heading: 'Version', align: 'left', cell: ({ version }) => version },
            { heading: 'Author', align: 'left', cell: ({ author }) => author },
            { heading: 'State', align: 'left', cell: ({ state }) => state },
            { heading: 'Score', cell: (row) => score(row.score) },
          ]}
        />
      )}
    </section>
  );
}

function chartOptions(points: readonly Point[], rounds: readonly { round: number; date: Date }[] = []) {
  return (widthPx: number): PlotOptions => ({
    height: Math.max(240, Math.min(320, widthPx * 0.35)),
    marginTop: 28,
    marginRight: 40,
    x: { type: 'utc', label: null, ticks: Math.max(2, Math.floor(widthPx / 140)) },
    y: {
      label: '↑ score',
      labelArrow: 'none',
      domain: scoreDomain(points),
      grid: true,
      ticks: 5,
      tickFormat: (value: number) => value.toFixed(3),
    },
    marks: [
      ruleX(rounds, { x: 'date', stroke: 'var(--rule-strong)' }),
      text(rounds, {
        x: 'date',
        text: ({ round }) => `round ${round}`,
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 4,
        dy: -14,
        fill: 'var(--ink-soft)',
      }),
      line(points, {
        x: 'date',
        y: 'score',
        z: 'series',
        curve: 'step-after',
        stroke: 'var(--accent)',
        strokeWidth: 2,
      }),
      dot(points, { x: 'date', y: 'score', r: 4, fill: 'var(--accent)' }),
    ],
  });
}

/** Scores with room above and below, also where all are equal. */
function scoreDomain(points: readonly Point[]): [number, number] {
  const scores = points.map((point) => point.score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const room = Math.max(0.01, 0.1 * (high - low));
  return [low - room, high + room];
}
