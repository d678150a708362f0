import type { Result } from '@matrix-arena/contract/schemas';
import { findRuleSet, type Ranking, rankResult } from '@matrix-arena/scoring';
import { colours } from './colours.ts';
import { count, fixed, halfWidth, megabytesPerSecond, toMinutes } from './format.ts';
import { rankingNotes } from './ranking-notes.ts';
import { resultHeading } from './result-heading.ts';
import { type Column, tableText } from './table.ts';

/**
 * Everything a person wants to see of a result.
 *
 * @param sources the result that each solution's figures are from, when they were put together; figures of different
 *   runs get a column that says when they were measured
 */
export function rankingText(result: Result, sources?: ReadonlyMap<string, Result>): string {
  const ranking = rankResult(result, findRuleSet(result.rules), { sources });
  const runs = sources === undefined ? [result] : [...new Set(sources.values())];
  const sections = [
    resultHeading(result),
    rankingTable(ranking, runs.length > 1 ? sources : undefined),
    rankingNotes(ranking, result, runs),
  ];
  if (ranking.groups.length > 1) sections.push(groupTable(ranking));
  return `${sections.join('\n\n')}\n`;
}

function rankingTable({ rows }: Ranking, measured: ReadonlyMap<string, Result> | undefined): string {
  const columns: Column[] = [
    { heading: '#' },
    { heading: 'solution', align: 'left' },
    ...[
      'score',
      '±',
      'ratio',
      'bits/value',
      'compress MB/s',
      'decompress MB/s',
      'cold ms',
      'code bytes',
      'failures',
    ].map((heading) => ({ heading })),
    ...(measured === undefined ? [] : [{ heading: 'measured', align: 'left' as const }]),
  ];
  const cells = rows.map((row) => [
    row.rank === null ? '–' : `${row.isTied ? '=' : ''}${row.rank}`,
    row.rank === 1 ? colours.green(row.name) : row.name,
    fixed(row.score, 4),
    halfWidth(row.rank === null ? null : { low: row.scoreLow, high: row.scoreHigh }, 4),
    fixed(row.ratio, 3),
    fixed(row.bitsPerValue, 2),
    megabytesPerSecond(row.compressThroughput),
    megabytesPerSecond(row.decompressThroughput),
    fixed(row.coldMs, 1),
    count(row.codeBytes),
    row.failureCount === 0 ? '0' : colours.red(String(row.failureCount)),
    ...(measured === undefined ? [] : [toMinutes(measured.get(row.name)?.startedAt ?? '')]),
  ]);
  return tableText(columns, cells);
}

/** Groups are rows, because there are more kinds of matrices than solutions. */
function groupTable({ groups, rows }: Ranking): string {
  const columns: Column[] = [
    { heading: 'mean score by kind', align: 'left' },
    { heading: 'matrices' },
    ...rows.map(({ name }) => ({ heading: name })),
  ];
  return tableText(
    columns,
    groups.map(({ group, matrixCount, scores }) => [
      group,
      String(matrixCount),
      ...scores.map((score) => fixed(score, 4)),
    ]),
  );
}
