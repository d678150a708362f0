import type { Result } from '@matrix-arena/contract/schemas';
import {
  beatFactor,
  type Comparison,
  type ComparisonPart,
  type Interval,
  type Repetition,
  type Verdict,
} from '@matrix-arena/scoring';
import { colours } from './colours.ts';
import { fixed, halfWidth, signed, toMinutes } from './format.ts';
import { resultHeading, revision } from './result-heading.ts';
import { type Column, tableText } from './table.ts';

const beats = `beats by ${(100 * (beatFactor - 1)).toFixed(0)} %`;

const verdictTexts: Record<Verdict, string> = {
  beats: colours.green(beats),
  below: colours.red('below'),
  'not-shown': 'not shown',
};

/** One solution against another, on all matrices and by kind. */
export function comparisonText(result: Result, comparison: Comparison): string {
  const { a, b, isOneRun, total, groups } = comparison;
  const parts = groups.length > 1 ? [total, ...groups] : [total];
  const columns: Column[] = [
    { heading: 'matrices', align: 'left' },
    ...['', 'A', 'B', 'A - B', 'on these', 'on others', 'A / B', 'on these', 'on others'].map((heading) => ({
      heading,
    })),
    { heading: 'verdict', align: 'left' },
  ];
  const legend = [
    'on these: 95 % interval from timing noise; on others like them: from the choice of matrices as well',
    `${beats}: A / B on others is ${beatFactor} at least; below: A - B on others is below 0; not shown: neither`,
  ];
  if (parts.some(({ onMatricesLikeThem }) => onMatricesLikeThem === null)) {
    legend.push('–: one matrix says nothing of others, and its verdict is of timing noise alone');
  }
  const sections = [
    resultHeading(result),
    `score of ${a} (A) and ${b} (B), timed in ${isOneRun ? 'one run' : 'two runs'}`,
    tableText(columns, parts.map(partCells)),
    colours.dim(legend.join('\n')),
  ];
  return `${sections.join('\n\n')}\n`;
}

function partCells(part: ComparisonPart): string[] {
  const { onTheseMatrices: these, onMatricesLikeThem: others } = part;
  return [
    part.group,
    String(part.matrixCount),
    fixed(part.scoreA, 4),
    fixed(part.scoreB, 4),
    signed(part.difference, 4),
    range(these.difference, (end) => signed(end, 4)),
    range(others?.difference, (end) => signed(end, 4)),
    fixed(part.ratio, 4),
    range(these.ratio, (end) => end.toFixed(4)),
    range(others?.ratio, (end) => end.toFixed(4)),
    verdictTexts[part.verdict],
  ];
}

/** Each solution that two runs have, and whether they agree on it. */
export function runComparisonText(first: Result, second: Result, repetitions: readonly Repetition[]): string {
  const columns: Column[] = [
    { heading: 'solution', align: 'left' },
    ...['run 1', '±', 'run 2', '±', 'run 1 - run 2', '95 % interval'].map((heading) => ({ heading })),
    { heading: '', align: 'left' },
  ];
  const cells = repetitions.map((one) => [
    one.name,
    fixed(one.first.score, 4),
    halfWidth(one.first, 4),
    fixed(one.second.score, 4),
    halfWidth(one.second, 4),
    signed(one.difference, 4),
    range(one.differenceInterval, (end) => signed(end, 4)),
    [
      one.agrees ? colours.green('agree') : colours.red('differ'),
      ...(one.isSameCode ? [] : ['other code']),
    ].join(', '),
  ]);
  const differing = repetitions.filter(({ agrees }) => !agrees).map(({ name }) => name);
  const sections = [
    resultHeading(first),
    [first, second].map((run, index) => `run ${index + 1}: ${runLine(run)}`).join('\n'),
    tableText(columns, cells),
    differing.length === 0
      ? 'the runs agree: every interval of their difference contains 0'
      : `the runs differ on ${differing.join(', ')}; of 20 solutions that did not change, 1 is expected to`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function runLine({ startedAt, environment }: Result): string {
  return `${toMinutes(startedAt)}, ${revision(environment)}`;
}

function range(interval: Interval | null | undefined, format: (end: number) => string): string {
  return interval ? `${format(interval.low)}..${format(interval.high)}` : '–';
}
