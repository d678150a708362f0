import type { Result } from '@matrix-arena/contract/schemas';
import { findRuleSet, type Ranking, rankResult } from '@matrix-arena/scoring';
import { colours } from './colours.ts';
import { count, fixed, halfWidth, megabytesPerSecond, toMinutes } from './format.ts';
import { rankingNotes } from './ranking-notes.ts';
import { resultHeading } from './result-heading.ts';
import { type Column, tableText } from './table.ts';

/** Where the figures of a ranking are from. */
export interface Provenance {
  /** The result that each solution's figures are from, when they were put together. */
  readonly sources: ReadonlyMap<string, Result>;
  /** Results that began before this ISO time were not measured by the last bench, but kept; null when all were. */
  readonly cachedBefore: string | null;
}

/**
 * Everything a person wants to see of a result. Figures of different runs get a column that says when they were
 * measured, and whether they were kept from an earlier bench.
 */
export function rankingText(result: Result, { sources, cachedBefore }: Partial<Provenance> = {}): string {
  const ranking = rankResult(result, findRuleSet(result.rules), { sources });
  const runs = sources === undefined ? [result] : [...new Set(sources.values())];
  const sections = [
    resultHeading(result),
    rankingTable(
      ranking,
      sources !== undefined && runs.length > 1 ? { sources, cachedBefore: cachedBefore ?? null } : undefined,
    ),
    rankingNotes(ranking, result, runs),
  ];
  if (ranking.groups.length > 1) sections.push(groupTable(ranking));
  return `${sections.join('\n\n')}\n`;
}

function rankingTable({ rows }: Ranking, provenance: Provenance | undefined): string {
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
    ...(provenance === undefined ? [] : [{ heading: 'measured', align: 'left' as const }]),
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
    ...(provenance === undefined ? [] : [measuredCell(provenance, row.name)]),
  ]);
  return tableText(columns, cells);
}

function measuredCell({ sources, cachedBefore }: Provenance, name: string): string {
  const source = sources.get(name);
  const when = toMinutes(source?.startedAt ?? '');
  return isFromCache(source, cachedBefore) ? `${when} ${colours.dim('(cache)')}` : when;
}

/** Whether a result is older than the last bench: turbo found nothing changed and kept it. */
export function isFromCache(source: Result | undefined, cachedBefore: string | null): boolean {
  return source !== undefined && cachedBefore !== null && source.startedAt < cachedBefore;
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
