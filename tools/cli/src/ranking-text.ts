import type { Result } from '@matrix-arena/contract/schemas';
import { beatFactor, findRuleSet, type Ranking, rankResult } from '@matrix-arena/scoring';
import { colours } from './colours.ts';
import { count, counted, fixed, megabytes, megabytesPerSecond } from './format.ts';
import { type Column, tableText } from './table.ts';

/** Everything a person wants to see of a result. `measuredAt` adds a column to figures of different times. */
export function rankingText(result: Result, measuredAt?: ReadonlyMap<string, string>): string {
  const rules = findRuleSet(result.rules);
  const ranking = rankResult(result, rules);
  const sections = [
    [
      colours.dim(environmentLine(result)),
      colours.dim(corpusLine(result)),
      colours.dim(`${rules.name}: ${rules.formula}`),
    ].join('\n'),
    rankingTable(ranking, measuredAt),
    [targetLine(ranking), ...failureLines(ranking), ...warningLines(result)].join('\n'),
  ];
  if (ranking.groups.length > 1) sections.push(groupTable(ranking));
  return `${sections.join('\n\n')}\n`;
}

function environmentLine({ environment }: Result): string {
  const { cpu, cores, node, os, commit, dirty, loadAverageStart, loadAverageEnd } = environment;
  const revision =
    commit === null ? 'no checkout' : `commit ${commit.slice(0, 10)}${dirty ? ' with changes' : ''}`;
  const load = `load ${loadAverageStart.toFixed(2)} to ${loadAverageEnd.toFixed(2)}`;
  return [cpu, counted(cores, 'core', 'cores'), `Node ${node}`, os, revision, load].join(' · ');
}

function corpusLine({ corpus, plan }: Result): string {
  const { matrices, name, poolCount, roundSeed, sha256 } = corpus;
  const bytes = matrices.reduce((sum, { originalBytes }) => sum + originalBytes, 0);
  const sample = matrices.length === poolCount ? '' : ` of ${poolCount} (seed ${roundSeed})`;
  const amount = `${counted(matrices.length, 'matrix', 'matrices')}${sample}, ${megabytes(bytes)}`;
  return `${name}: ${amount}, sha256 ${sha256.slice(0, 12)} · ${counted(plan.repeats, 'sample', 'samples')} each, medians`;
}

function rankingTable({ rows }: Ranking, measuredAt: ReadonlyMap<string, string> | undefined): string {
  const columns: Column[] = [
    { heading: '#' },
    { heading: 'solution', align: 'left' },
    ...[
      'score',
      'ratio',
      'bits/value',
      'compress MB/s',
      'decompress MB/s',
      'cold ms',
      'code bytes',
      'failures',
    ].map((heading) => ({ heading })),
    ...(measuredAt === undefined ? [] : [{ heading: 'measured', align: 'left' as const }]),
  ];
  const cells = rows.map((row) => [
    row.rank === null ? '–' : String(row.rank),
    row.rank === 1 ? colours.green(row.name) : row.name,
    fixed(row.score, 4),
    fixed(row.ratio, 3),
    fixed(row.bitsPerValue, 2),
    megabytesPerSecond(row.compressThroughput),
    megabytesPerSecond(row.decompressThroughput),
    fixed(row.coldMs, 1),
    count(row.codeBytes),
    row.failureCount === 0 ? '0' : colours.red(String(row.failureCount)),
    ...(measuredAt === undefined ? [] : [(measuredAt.get(row.name) ?? '').replace('T', ' ').slice(0, 16)]),
  ]);
  return tableText(columns, cells);
}

function targetLine({ scoreToBeat }: Ranking): string {
  if (scoreToBeat === null) return 'score to beat: none, nothing could be measured';
  return `score to beat: ${colours.bold(scoreToBeat.score.toFixed(4))} (${beatFactor} x ${scoreToBeat.setBy})`;
}

function failureLines({ rows }: Ranking): string[] {
  return rows.flatMap(({ name, firstFailure, failureCount }) =>
    firstFailure === null
      ? []
      : [colours.red(`failed: ${name}: ${failureCount > 1 ? `${failureCount}, first ` : ''}${firstFailure}`)],
  );
}

function warningLines({ environment }: Result): string[] {
  return environment.warnings.map((warning) =>
    colours.yellow(`warning: ${warning}; the times may be too long`),
  );
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
