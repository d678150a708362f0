import { count, fixed, megabytesPerSecond, none } from '@matrix-arena/page/app';
import type { ComponentChildren } from 'preact';
import type { SolutionSummary } from '../data/types.ts';
import { halfWidth, megabytes, minutes, score } from './format.ts';
import { IntervalBar } from './interval-bar.tsx';

/** A column of the ranking that can be sorted by. */
export interface RankingColumn {
  readonly key: string;
  readonly heading: ComponentChildren;
  readonly align?: 'left';
  /** What rows are sorted by; rows without it come last, whatever the direction. */
  readonly value: (solution: SolutionSummary) => number | string | null;
  readonly cell: (solution: SolutionSummary) => ComponentChildren;
  /** Which direction a first click sorts in, so that the best are on top. */
  readonly first: 'ascending' | 'descending';
}

const measured = ({ key }: { key: string }, heading: ComponentChildren, best: 'high' | 'low') =>
  ({ key, heading, first: best === 'high' ? 'descending' : 'ascending' }) as const;

/** A unit below its heading. */
function Unit({ of, unit }: { of: string; unit: string }) {
  return (
    <>
      {of} <span class="unit">{unit}</span>
    </>
  );
}

/**
 * @param hasRuns whether figures are of several runs, so that it has to be said when each was measured
 * @param scoreRange from the least to the greatest end of all intervals
 */
export function rankingColumns({
  hasRuns,
  scoreRange,
}: {
  hasRuns: boolean;
  scoreRange: readonly [number, number];
}): readonly RankingColumn[] {
  return [...identity, intervalColumn(scoreRange), ...figures, ...(hasRuns ? [measuredAt] : [])];
}

const identity: readonly RankingColumn[] = [
  {
    key: 'rank',
    heading: '#',
    first: 'ascending',
    value: ({ rank }) => rank,
    cell: ({ rank, isTied }) =>
      rank === null ? (
        none
      ) : (
        <span title={isTied ? 'not told apart from the one above it, within noise' : undefined}>
          {isTied && (
            <>
              <span aria-hidden="true">=</span>
              <span class="hidden">tied </span>
            </>
          )}
          {rank}
        </span>
      ),
  },
  {
    key: 'name',
    heading: 'Solution',
    align: 'left',
    first: 'ascending',
    value: ({ name }) => name,
    cell: ({ name, version, description }) => (
      <span title={description}>
        <span class="name">{name}</span> <span class="unit">{version}</span>
      </span>
    ),
  },
  {
    ...measured({ key: 'score' }, 'Score', 'high'),
    value: ({ score }) => score,
    cell: (solution) => <strong>{score(solution.score)}</strong>,
  },
];

const intervalColumn = (range: readonly [number, number]): RankingColumn => ({
  ...measured({ key: 'interval' }, <Unit of="±" unit="95 %" />, 'low'),
  align: 'left',
  value: ({ rank, scoreLow, scoreHigh }) => (rank === null ? null : scoreHigh - scoreLow),
  cell: (solution) =>
    solution.rank === null ? (
      none
    ) : (
      <span class="with-interval">
        {halfWidth(solution.scoreLow, solution.scoreHigh)}
        <IntervalBar solution={solution} range={range} />
      </span>
    ),
});

const figures: readonly RankingColumn[] = [
  {
    ...measured({ key: 'ratio' }, 'Ratio', 'high'),
    value: ({ ratio }) => ratio,
    cell: ({ ratio }) => fixed(ratio, 3),
  },
  {
    ...measured({ key: 'bits' }, <Unit of="Bits" unit="/value" />, 'low'),
    value: ({ bitsPerValue }) => bitsPerValue,
    cell: ({ bitsPerValue }) => fixed(bitsPerValue, 2),
  },
  {
    ...measured({ key: 'compress' }, <Unit of="Compress" unit="MB/s" />, 'high'),
    value: ({ compressThroughput }) => compressThroughput,
    cell: ({ compressThroughput }) => megabytesPerSecond(compressThroughput),
  },
  {
    ...measured({ key: 'decompress' }, <Unit of="Decompress" unit="MB/s" />, 'high'),
    value: ({ decompressThroughput }) => decompressThroughput,
    cell: ({ decompressThroughput }) => megabytesPerSecond(decompressThroughput),
  },
  {
    ...measured({ key: 'cold' }, <Unit of="Cold" unit="ms" />, 'low'),
    value: ({ coldMs }) => coldMs,
    cell: ({ coldMs }) => fixed(coldMs, 1),
  },
  {
    ...measured({ key: 'memory' }, <Unit of="Memory" unit="MB" />, 'low'),
    value: ({ memoryPeakBytes }) => memoryPeakBytes,
    cell: ({ memoryPeakBytes }) => megabytes(memoryPeakBytes),
  },
  {
    ...measured({ key: 'code' }, <Unit of="Code" unit="bytes" />, 'low'),
    value: ({ codeBytes }) => codeBytes,
    cell: ({ codeBytes }) => count(codeBytes),
  },
];

const measuredAt: RankingColumn = {
  key: 'measured',
  heading: 'Measured',
  align: 'left',
  first: 'descending',
  value: ({ measuredAt: at }) => at,
  cell: ({ measuredAt: at }) => <span class="measured">{minutes(at)}</span>,
};

/** Rows in the order of a column; equal ones stay as the ranking has them. */
export function sorted(
  solutions: readonly SolutionSummary[],
  { value }: RankingColumn,
  direction: 'ascending' | 'descending',
): SolutionSummary[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return solutions.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return x === y ? 0 : sign * (x < y ? -1 : 1);
  });
}
