import { ArenaError } from '@matrix-arena/contract';
import type { Ledger, RankRow, RoundInfo } from '@matrix-arena/ledger';
import { colours } from '../colours.ts';
import { count, counted, fixed, megabytesPerSecond } from '../format.ts';
import { tableText } from '../table.ts';
import { print, printJson } from './output.ts';
import { printable } from './printable.ts';
import { roundOf } from './show-round-command.ts';
import { scoreText } from './wording.ts';

/** The best submission of each author in one round. */
export interface RoundRanking {
  readonly competition: string;
  readonly round: RoundInfo;
  readonly ranks: readonly RankRow[];
}

const mostRanks = 1000;

export function roundRanking(ledger: Ledger, competition: string, number: number | undefined): RoundRanking {
  const round = roundOf(ledger, competition, number);
  const { items } = ledger.ranks(competition, round.number, { pageSize: mostRanks });
  return { competition, round, ranks: items };
}

/** For commands that rank files, unless they are told a round. */
export function printRoundRanking(
  ledger: Ledger,
  id: string,
  number: number | undefined,
  json: boolean,
): void {
  const ranking = roundRanking(ledger, id, number);
  if (json) printJson(ranking);
  else print(roundRankingText(ranking));
}

/** @throws ArenaError `usage` */
export function assertNoFiles(paths: readonly string[]): void {
  if (paths.length === 0) return;
  const hint = 'name either result files, or a competition and a round';
  throw new ArenaError('usage', { what: paths[0], hint });
}

export function roundRankingText(ranking: RoundRanking): string {
  const { competition, round, ranks } = printable(ranking);
  const { baseline, number, rules, matrixCount } = round;
  const heading = `${competition}, round ${number} (${round.state}): ${rules} on ${counted(matrixCount, 'matrix', 'matrices')}, baseline ${scoreText(baseline?.score ?? null, baseline?.low, baseline?.high)}`;
  const body = ranks.length === 0 ? 'no submission is scored in this round' : ranksTable(ranks, round);
  return `${colours.dim(heading)}\n\n${body}\n`;
}

function ranksTable(ranks: readonly RankRow[], { baseline, topSubmission }: RoundInfo): string {
  const left = 'left' as const;
  const columns = [
    { heading: '#' },
    { heading: 'author', align: left },
    { heading: 'solution', align: left },
    ...['score', 'ratio', 'compress MB/s', 'decompress MB/s', 'code bytes', 'submission', 'scored'].map(
      (heading) => ({ heading }),
    ),
    { heading: '', align: left },
  ];
  const rows = ranks.map((row) => [
    String(row.rank),
    row.submission === topSubmission ? colours.green(row.author) : row.author,
    `${row.solution} ${row.version}`,
    scoreText(row.score, row.scoreLow, row.scoreHigh),
    fixed(row.ratio, 3),
    megabytesPerSecond(row.compressThroughput),
    megabytesPerSecond(row.decompressThroughput),
    count(row.codeBytes),
    String(row.submission),
    String(row.scored),
    noteOf(row, baseline?.score ?? null, topSubmission),
  ]);
  return tableText(columns, rows);
}

function noteOf({ submission, score, auto }: RankRow, baseline: number | null, top: number | null): string {
  const notes = [
    ...(submission === top ? ['top'] : []),
    ...(auto ? ['entered again'] : []),
    ...(baseline !== null && score <= baseline ? ['not eligible: not above the baseline'] : []),
  ];
  return notes.join(', ');
}
