import { isArenaError } from '@matrix-arena/contract';
import { parseResult, type Result } from '@matrix-arena/contract/schemas';
import type { Ledger, RankRow, Viewer } from '@matrix-arena/ledger';
import { type CompetitionHistory, type ReportData, reportData } from '@matrix-arena/report';
import { resultName } from '../../competition/evaluation-files.ts';
import { printable } from '../../competition/printable.ts';

/** Authors of the current round whose results are shown closely: each is all of its samples. */
const bestShown = 10;
/** Submissions in the history, the newest. */
const mostSubmissions = 1000;

/** What the report page shows of a competition: the best of its current round, and how it went so far. */
export function competitionReport(ledger: Ledger, viewer: Viewer, id: string): ReportData {
  const { ranking, history } = ledger.reportData(id, { ranks: bestShown, top: 0, viewer });
  const submissions = ledger.listSubmissions({ competition: id, pageSize: mostSubmissions, viewer }).items;
  const competition: CompetitionHistory = {
    rounds: history.rounds.map(({ number, openedAt }) => ({ round: number, startedAt: openedAt })),
    points: history.points.map(({ at, score, round, solution, version, author }) => ({
      date: at,
      ...{ score, round, solution, version, author },
    })),
    submissions: submissions
      .toReversed()
      .map(({ submittedAt, round, solution, version, author, state, score }) => ({
        date: submittedAt,
        ...{ round, solution, version, author, state, score },
      })),
  };
  return printable(reportData(resultsOf(ledger, viewer, ranking.items), { competition }));
}

/** Stored results of submissions: without those that are kept back, and those that nobody stored. */
function resultsOf(ledger: Ledger, viewer: Viewer, rows: readonly RankRow[]): Result[] {
  return rows.flatMap((row) => {
    const result = readResult(ledger, viewer, row.submission);
    return result === null ? [] : [withAuthor(result, row, rows)];
  });
}

function readResult(ledger: Ledger, viewer: Viewer, submission: number): Result | null {
  try {
    const bytes = ledger.readFile(submission, resultName, viewer);
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return parseResult(json, `${resultName} of submission ${submission}`);
  } catch (error) {
    // One that cannot be read must not take the page of all others away.
    if (
      error instanceof SyntaxError ||
      isArenaError(error, 'not-found', 'sealed', 'bad-format', 'unsupported')
    )
      return null;
    throw error;
  }
}

/** Solutions of one name by several authors are told apart: a report takes one name for one solution. */
function withAuthor(result: Result, { author, solution }: RankRow, rows: readonly RankRow[]): Result {
  if (rows.filter((row) => row.solution === solution).length === 1) return result;
  return {
    ...result,
    solutions: result.solutions.map((one) => ({
      ...one,
      manifest: { ...one.manifest, name: `${one.manifest.name} (${author})` },
    })),
  };
}
