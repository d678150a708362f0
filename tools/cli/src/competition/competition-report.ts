import { isArenaError } from '@matrix-arena/contract';
import { parseResult, type Result } from '@matrix-arena/contract/schemas';
import type { Ledger, RankRow, Viewer } from '@matrix-arena/ledger';
import { type CompetitionHistory, type ReportData, reportData } from '@matrix-arena/report';
import { resultName } from './evaluation-files.ts';
import { printable } from './printable.ts';

export interface CompetitionReportOptions {
  /** The current one when it is left out. */
  readonly round?: number | undefined;
  /** So many of the round's best are shown closely: each is all of its samples. */
  readonly top: number;
  readonly viewer: Viewer;
  /** Told of each of these that is left out, because nobody stored it, it is kept back, or it cannot be read. */
  readonly onSkipped?: (reason: string) => void;
}

/** Submissions in the history, the newest. */
const mostSubmissions = 1000;

/** A page of a competition: its past, and the results of a round's best. */
export function competitionReport(
  ledger: Ledger,
  competition: string,
  { round, top, viewer, onSkipped = () => {} }: CompetitionReportOptions,
): ReportData {
  const { history, ranking } = ledger.reportData(competition, {
    ...(round === undefined ? {} : { round }),
    ...{ ranks: top, top: 0, viewer },
  });
  const stored = ranking.items.flatMap((row) => {
    const result = storedResult(ledger, viewer, row, onSkipped);
    return result === null ? [] : [{ result, author: row.author }];
  });
  const data = reportData(withOwnNames(stored), {
    competition: {
      rounds: history.rounds.map(({ number, openedAt }) => ({ round: number, startedAt: openedAt })),
      points: history.points.map(({ at, score, round: of, solution, version, author }) => ({
        date: at,
        ...{ score, round: of, solution, version, author },
      })),
      submissions: submissionRows(ledger, viewer, competition),
    },
  });
  return printable(data);
}

/** The newest first. */
function submissionRows(
  ledger: Ledger,
  viewer: Viewer,
  competition: string,
): CompetitionHistory['submissions'] {
  const { items } = ledger.listSubmissions({ competition, pageSize: mostSubmissions, viewer });
  return items.map(({ submittedAt, round, solution, version, author, state, score }) => ({
    date: submittedAt,
    ...{ round, solution, version, author, state, score },
  }));
}

/** One that cannot be read must not take the page of all others away. */
function storedResult(
  ledger: Ledger,
  viewer: Viewer,
  { submission }: RankRow,
  onSkipped: (reason: string) => void,
): Result | null {
  const what = `${resultName} of submission ${submission}`;
  try {
    const bytes = ledger.readFile(submission, resultName, viewer);
    return parseResult(JSON.parse(Buffer.from(bytes).toString('utf8')), what);
  } catch (error) {
    if (isArenaError(error, 'not-found', 'sealed')) onSkipped(error.message);
    else if (error instanceof SyntaxError || isArenaError(error, 'bad-format', 'unsupported'))
      onSkipped(`${what}: cannot be read: another version of arena wrote it`);
    else throw error;
    return null;
  }
}

interface Stored {
  readonly result: Result;
  readonly author: string;
}

/** Solutions of two authors may have one name, and a page knows them by that. */
function withOwnNames(stored: readonly Stored[]): Result[] {
  const names = stored.map(({ result }) => result.solutions[0].manifest.name);
  return stored.map(({ result, author }, index) => {
    const name = names[index];
    const isTaken = names.indexOf(name) !== names.lastIndexOf(name);
    return isTaken ? renamed(result, `${name} of ${author}`) : result;
  });
}

/** A run of one solution, under another name. */
function renamed(result: Result, name: string): Result {
  const { control, interference, solutions } = result;
  return {
    ...result,
    control: control === null ? null : { ...control, solution: name },
    interference: interference.map((one) => ({ ...one, solution: name })),
    solutions: solutions.map((one) => ({ ...one, manifest: { ...one.manifest, name } })),
  };
}
