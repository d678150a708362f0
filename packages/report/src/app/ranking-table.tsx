import { ScrollRegion } from '@matrix-arena/page/app';
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { ReportSection, SolutionSummary } from '../data/types.ts';
import { Problems, problemCount } from './problems.tsx';
import { rankingColumns, sorted } from './ranking-columns.tsx';

type Direction = 'ascending' | 'descending';

/** All solutions of a section, sortable, with what went wrong below each. */
export function RankingTable({ section }: { section: ReportSection }) {
  const { solutions, runs, matrices } = section;
  const columns = rankingColumns({ hasRuns: runs.length > 1, scoreRange: scoreRange(solutions) });
  const [order, setOrder] = useState<{ key: string; direction: Direction }>({
    key: 'rank',
    direction: 'ascending',
  });
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const column = columns.find(({ key }) => key === order.key) ?? columns[0];
  const toggle = (name: string): void =>
    setOpened(
      (names) => new Set(names.has(name) ? [...names].filter((one) => one !== name) : [...names, name]),
    );
  return (
    <ScrollRegion label="Ranking">
      <table class="ranking">
        <caption class="hidden">Solutions by score; the buttons in the headings sort</caption>
        <thead>
          <tr>
            {columns.map((one) => (
              <th
                key={one.key}
                scope="col"
                class={one.align}
                aria-sort={one.key === order.key ? order.direction : undefined}
              >
                <button
                  type="button"
                  class="sort"
                  onClick={() =>
                    setOrder(({ key, direction }) => ({
                      key: one.key,
                      direction: key === one.key ? opposite(direction) : one.first,
                    }))
                  }
                >
                  {one.heading}
                </button>
              </th>
            ))}
            <th scope="col" class="left">
              Failures,
              <br />
              notes
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted(solutions, column, order.direction).map((solution) => (
            <Fragment key={solution.name}>
              <tr class={solution.rank === 1 ? 'best' : undefined}>
                {columns.map(({ key, align, cell }) =>
                  key === 'name' ? (
                    <th key={key} scope="row" class={align}>
                      {cell(solution)}
                    </th>
                  ) : (
                    <td key={key} class={align}>
                      {cell(solution)}
                    </td>
                  ),
                )}
                <td class="left">
                  <ProblemsButton
                    solution={solution}
                    isOpen={opened.has(solution.name)}
                    onToggle={() => toggle(solution.name)}
                  />
                </td>
              </tr>
              {problemCount(solution) > 0 && (
                <tr class={`problems ${opened.has(solution.name) ? '' : 'closed'}`}>
                  <td colSpan={columns.length + 1} class="left">
                    <Problems solution={solution} matrices={matrices} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function ProblemsButton({
  solution,
  isOpen,
  onToggle,
}: {
  solution: SolutionSummary;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const { failureCount, findings, state } = solution;
  if (problemCount(solution) === 0) return <span class="quiet">none</span>;
  const isBad = failureCount > 0 || state !== 'measured';
  const words = [
    state === 'measured' ? failureCount > 0 && `${failureCount} failed` : state,
    findings.length > 0 && `${findings.length} noted`,
  ];
  return (
    <button type="button" class={`disclose ${isBad ? 'bad' : ''}`} aria-expanded={isOpen} onClick={onToggle}>
      <span class="hidden">{solution.name}: </span>
      {words.filter(Boolean).join(', ')}
    </button>
  );
}

/** From the least to the greatest end of all intervals. */
function scoreRange(solutions: readonly SolutionSummary[]): readonly [number, number] {
  const ranked = solutions.filter(({ rank }) => rank !== null);
  return [
    Math.min(...ranked.map(({ scoreLow }) => scoreLow)),
    Math.max(...ranked.map(({ scoreHigh }) => scoreHigh)),
  ];
}

function opposite(direction: Direction): Direction {
  return direction === 'ascending' ? 'descending' : 'ascending';
}
