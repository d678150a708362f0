import { DataTable, fixed, none } from '@matrix-arena/page/app';
import type { ReportSection, RunSummary, SolutionSummary } from '../data/types.ts';
import { Facts } from './facts.tsx';
import { minutes, percent, score } from './format.ts';

/** Where it was measured, and how far the figures can be trusted. */
export function Environment({ section }: { section: ReportSection }) {
  const { machine, runs, solutions } = section;
  const interference = runs.flatMap((run) =>
    run.interference.map((one) => ({ ...one, startedAt: run.startedAt })),
  );
  return (
    <>
      <Facts
        facts={[
          { term: 'Processor', value: `${machine.cpu}, cores: ${machine.cores}, ${machine.arch}` },
          { term: 'Memory', value: `${fixed(machine.memoryBytes / 1e9, 1)} GB` },
          { term: 'System', value: machine.os },
          { term: 'Node', value: `${machine.node}, V8 ${machine.v8}` },
          { term: 'Governor', value: machine.governor ?? 'not known' },
          { term: 'Clock', value: `${machine.timer}, steps of ${machine.timerResolutionNs} ns` },
        ]}
      />
      <DataTable caption="Runs" rows={runs} columns={runColumns} />
      <DataTable
        caption="Timed twice: what differs is noise"
        rows={runs.flatMap(({ startedAt, noiseFloor }) =>
          noiseFloor === null ? [] : { startedAt, ...noiseFloor },
        )}
        columns={[
          { heading: 'Solution', align: 'left', cell: ({ solution }) => solution },
          started,
          { heading: 'Scores differ by', cell: ({ difference }) => fixed(difference, 6) },
          { heading: 'Share of the score', cell: ({ relativeDifference }) => percent(relativeDifference) },
        ]}
      />
      <DataTable
        caption="Time of a call with several workers at once"
        rows={interference}
        columns={[
          { heading: 'Solution', align: 'left', cell: ({ solution }) => solution },
          started,
          { heading: 'Workers', cell: ({ threads }) => threads },
          { heading: 'Of the time alone', cell: ({ slowDown }) => `${fixed(slowDown, 2)} ×` },
          {
            heading: '95 % interval',
            cell: ({ slowDownLow, slowDownHigh }) => `${fixed(slowDownLow, 2)} to ${fixed(slowDownHigh, 2)}`,
          },
        ]}
      />
      <DataTable
        caption="Precision of sampling"
        rows={solutions.filter(({ rank }) => rank !== null)}
        columns={[
          { heading: 'Solution', align: 'left', cell: ({ name }) => name },
          { heading: 'Samples of a matrix', cell: samplesOf },
          { heading: 'Reached', cell: precisionOf },
          { heading: 'Wanted', cell: ({ measuredAt }) => wantedBy(runs, measuredAt) },
          {
            heading: 'Ended',
            align: 'left',
            cell: ({ sampledUntil }) => (sampledUntil === 'budget' ? 'by the time budget' : 'precise enough'),
          },
        ]}
      />
    </>
  );
}

const started = {
  heading: 'Run of',
  align: 'left',
  cell: ({ startedAt }: { startedAt: string }) => minutes(startedAt),
} as const;

const runColumns = [
  started,
  { heading: 'Took s', cell: ({ elapsedMs }: RunSummary) => fixed(elapsedMs / 1e3, 1) },
  { heading: 'Commit', align: 'left' as const, cell: revision },
  {
    heading: 'Load',
    cell: ({ loadAverageStart, loadAverageEnd }: RunSummary) =>
      `${fixed(loadAverageStart, 2)} to ${fixed(loadAverageEnd, 2)}`,
  },
  {
    heading: 'Timing threads',
    cell: ({ timingThreads, timingThreadsFrom }: RunSummary) =>
      `${timingThreads}, ${timingThreadsFrom === 'option' ? 'as asked for' : 'by interference'}`,
  },
  { heading: 'Solutions', align: 'left' as const, cell: ({ solutions }: RunSummary) => solutions.join(', ') },
];

/** The commit that a run was made from. */
export function revision({ commit, dirty }: RunSummary): string {
  return commit === null ? 'no checkout' : `${commit.slice(0, 10)}${dirty ? ' with changes' : ''}`;
}

/** From the fewest to the most. */
function samplesOf({ trials }: SolutionSummary): string {
  const counts = trials.flatMap((trial) => (trial?.outcome === 'ok' ? trial.stages.length : []));
  const sorted = counts.toSorted((a, b) => a - b);
  const [fewest, most] = [sorted[0], sorted[sorted.length - 1]];
  return fewest === most ? String(fewest) : `${fewest} to ${most}`;
}

function precisionOf(solution: SolutionSummary): string {
  const half = (solution.scoreHigh - solution.scoreLow) / 2;
  return solution.score === 0 ? none : `± ${percent(half / solution.score)} of ${score(solution.score)}`;
}

function wantedBy(runs: readonly RunSummary[], measuredAt: string): string {
  const run = runs.find(({ startedAt }) => startedAt === measuredAt);
  return run === undefined ? none : `± ${percent(run.relativePrecision)}`;
}
