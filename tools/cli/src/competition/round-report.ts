import { isArenaError } from '@matrix-arena/contract';
import { parseResult, type Result } from '@matrix-arena/contract/schemas';
import type { Ledger, RankRow } from '@matrix-arena/ledger';
import { type CompetitionHistory, type ReportData, reportData } from '@matrix-arena/report';
import { resultName } from './evaluation-files.ts';
import { warn } from './output.ts';
import { printable } from './printable.ts';

export interface RoundReportOptions {
  /** The current one when it is left out. */
  readonly round?: number | undefined;
  /** So many of the round's best are shown closely. */
  readonly top: number;
}

/** A page of a competition: its past, and the results of a round's best. */
export function roundReport(
  ledger: Ledger,
  competition: string,
  { round, top }: RoundReportOptions,
): ReportData {
  const { history, ranking } = ledger.reportData(competition, {
    ...(round === undefined ? {} : { round }),
    top,
  });
  const best = ranking.items.slice(0, top);
  const results = best.flatMap((row) => storedResult(ledger, row) ?? []);
  const data = reportData(withOwnNames(results), {
    competition: {
      rounds: history.rounds.map(({ number, openedAt }) => ({ round: number, startedAt: openedAt })),
      points: history.points.map(({ at, score, round: of, solution, version, author }) => ({
        date: at,
        score,
        round: of,
        solution,
        version,
        author,
      })),
      submissions: submissionRows(ledger, competition),
    },
  });
  return printable(data);
}

function submissionRows(ledger: Ledger, competition: string): CompetitionHistory['submissions'] {
  const { items } = ledger.listSubmissions({ competition, pageSize: 1000 });
  return items.map(({ submittedAt, round, solution, version, author, state, score }) => ({
    date: submittedAt,
    round,
    solution,
    version,
    author,
    state,
    score,
  }));
}

interface Stored {
  readonly result: Result;
  readonly author: string;
}

/** What a submission was measured to; null while that is kept back, or when none is kept. */
function storedResult(ledger: Ledger, { submission, author }: RankRow): Stored | null {
  try {
    const bytes = ledger.readFile(submission, resultName);
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return { result: parseResult(json, `${resultName} of submission ${submission}`), author };
  } catch (error) {
    if (!isArenaError(error, 'sealed', 'not-found')) throw error;
    warn(`left out of the page: ${error.message}`);
    return null;
  }
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
