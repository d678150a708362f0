import {
  type Contender,
  compareSolutions,
  type RankingRow,
  type RuleSet,
  rankResult,
} from '@matrix-arena/scoring';
import { colours } from '../colours.ts';
import { counted, fixed, megabytesPerSecond, signed } from '../format.ts';
import { type Column, tableText } from '../table.ts';
import { type Move, movesOf } from './moves.ts';

const shownMoves = 10;

/** A solution's figures, and those that they are held against. */
export interface WatchReport {
  readonly runNumber: number;
  readonly now: Contender;
  /** The run before this one; null for a first run, and when only others were benched. */
  readonly before: Contender | null;
  readonly rivals: readonly Contender[];
  readonly rules: RuleSet;
}

/** One line that starts what is said of a moment. */
export function headingLine(name: string, what: string): string {
  return `${colours.dim(new Date().toTimeString().slice(0, 8))}  ${colours.bold(name)}  ${what}`;
}

/** The figures of a run, how they changed, and on which matrices. */
export function watchText(report: WatchReport): string {
  const { now, before, rules } = report;
  const { firstFailure, failureCount } = rowOf(now, rules);
  const failure =
    firstFailure === null
      ? []
      : [colours.red(`failed: ${counted(failureCount, 'matrix', 'matrices')}, first ${firstFailure}`)];
  const moved = before === null ? [] : [movesText(movesOf(now, before, rules))];
  return `${[runLine(report), figuresTable(report), ...failure, ...moved].join('\n')}\n`;
}

function runLine({ runNumber, now }: WatchReport): string {
  const { corpus, elapsedMs, plan } = now.result;
  const amount = counted(corpus.matrices.length, 'matrix', 'matrices');
  const took = `${counted(plan.repeats, 'pass', 'passes')}, ${(elapsedMs / 1e3).toFixed(1)} s`;
  return headingLine(now.solution.manifest.name, `run ${runNumber}: ${amount}, ${took}`);
}

function figuresTable({ now, before, rivals, rules }: WatchReport): string {
  const columns: Column[] = [
    { heading: '', align: 'left' },
    ...['score', '95 % interval', 'ratio', 'compress MB/s', 'decompress MB/s'].map((heading) => ({
      heading,
    })),
    { heading: '', align: 'left' },
  ];
  const row = rowOf(now, rules);
  const own = [
    row.name,
    fixed(row.score, 4),
    `${row.scoreLow.toFixed(4)}..${row.scoreHigh.toFixed(4)}`,
    fixed(row.ratio, 3),
    megabytesPerSecond(row.compressThroughput),
    megabytesPerSecond(row.decompressThroughput),
    '',
  ];
  const against = [
    ...(before === null ? [] : [changeCells('since the last run', now, before, rules)]),
    ...rivals.map((rival) => changeCells(`against ${rival.solution.manifest.name}`, now, rival, rules)),
  ];
  return tableText(columns, [own, ...against]);
}

/** By how much the figures of A differ from those of B. */
function changeCells(label: string, a: Contender, b: Contender, rules: RuleSet): string[] {
  const [of, from] = [rowOf(a, rules), rowOf(b, rules)];
  const { difference, onTheseMatrices } = compareSolutions(a, b, rules).total;
  const { low, high } = onTheseMatrices.difference;
  const verdict = low > 0 ? colours.green('better') : high < 0 ? colours.red('worse') : 'within noise';
  return [
    label,
    signed(difference, 4),
    `${signed(low, 4)}..${signed(high, 4)}`,
    change(of.ratio, from.ratio, 3),
    change(inMegabytes(of.compressThroughput), inMegabytes(from.compressThroughput), 1),
    change(inMegabytes(of.decompressThroughput), inMegabytes(from.decompressThroughput), 1),
    verdict,
  ];
}

function movesText(moves: readonly Move[]): string {
  if (moves.length === 0) return colours.dim('no matrix moved beyond the noise of both runs');
  const columns: Column[] = [
    { heading: 'moved since the last run', align: 'left' },
    ...['score', 'change', 'ratio', 'change', 'ms', 'change'].map((heading) => ({ heading })),
  ];
  const rows = moves
    .slice(0, shownMoves)
    .map(({ matrix, score, scoreChange, figures }) => [
      matrix,
      fixed(score, 4),
      paintChange(signed(scoreChange, 4), scoreChange),
      fixed(figures?.now.ratio ?? null, 3),
      change(figures?.now.ratio, figures?.before.ratio, 3),
      fixed(figures?.now.elapsedMs ?? null, 2),
      change(figures?.now.elapsedMs, figures?.before.elapsedMs, 2),
    ]);
  const others = moves.length - shownMoves;
  const more =
    others > 0
      ? [colours.dim(`and ${counted(others, 'matrix', 'matrices')} that did better than these`)]
      : [];
  return [tableText(columns, rows), ...more].join('\n');
}

function paintChange(text: string, value: number): string {
  return value > 0 ? colours.green(text) : value < 0 ? colours.red(text) : text;
}

function change(now: number | null | undefined, before: number | null | undefined, digits: number): string {
  return now == null || before == null ? '–' : signed(now - before, digits);
}

function inMegabytes(bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null ? null : bytesPerSecond / 1e6;
}

/** The figures of one solution, apart from all others. */
function rowOf({ result, solution }: Contender, rules: RuleSet): RankingRow {
  const [row] = rankResult({ ...result, solutions: [solution] }, rules).rows;
  return row;
}
