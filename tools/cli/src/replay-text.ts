import type { Result, SolutionResult, Trial } from '@matrix-arena/contract/schemas';
import { compareRuns, findRuleSet } from '@matrix-arena/scoring';
import { tableText } from './table.ts';

/** A figure of a run that came out differently when the run was repeated. */
export interface Difference {
  readonly solution: string;
  /** Which figure, with the matrix if it is that of one. */
  readonly figure: string;
  readonly before: string;
  readonly after: string;
}

/** What must be the same to the last byte, and what differs by more than both runs' noise. */
export function replayDifferences(before: Result, after: Result): Difference[] {
  const exact = before.solutions.flatMap((solution, index) =>
    exactDifferences(solution, after.solutions[index]),
  );
  const scores = compareRuns(before, after, findRuleSet(before.rules)).flatMap((repetition) => {
    const { name, first, second, agrees } = repetition;
    if (agrees) return [];
    return [
      { solution: name, figure: 'score', before: first.score.toFixed(4), after: second.score.toFixed(4) },
    ];
  });
  return [...exact, ...scores];
}

function exactDifferences(before: SolutionResult, after: SolutionResult): Difference[] {
  const solution = before.manifest.name;
  const states = [before, after].map(({ status }) => status.state);
  if (states[0] !== states[1]) return [{ solution, figure: 'state', before: states[0], after: states[1] }];
  return before.trials.flatMap((trial, index) => {
    const [was, is] = [trial, after.trials[index]].map(outcomeOf);
    return was === is ? [] : [{ solution, figure: `outcome on ${trial.matrix}`, before: was, after: is }];
  });
}

/** What a trial came to, without its times. */
function outcomeOf(trial: Trial): string {
  if (trial.outcome !== 'ok') return trial.outcome;
  return `${trial.compressedBytes} bytes, sha256 ${trial.frameSha256.slice(0, 12)}`;
}

export function replayText(before: Result, after: Result, differences: readonly Difference[]): string {
  const runs = compareRuns(before, after, findRuleSet(before.rules));
  const scores = tableText(
    [
      { heading: 'solution', align: 'left' },
      ...['score', '±', 'again', '±', 'difference', 'within noise'].map((heading) => ({ heading })),
    ],
    runs.map(({ name, first, second, difference, agrees }) => [
      name,
      ...[first, second].flatMap(({ score, low, high }) => [score.toFixed(4), ((high - low) / 2).toFixed(4)]),
      difference.toFixed(4),
      agrees ? 'yes' : 'no',
    ]),
  );
  const list = differences.map(
    ({ solution, figure, before: was, after: is }) => `differs: ${solution}: ${figure}: was ${was}, is ${is}`,
  );
  return `${[scores, '', ...(list.length > 0 ? list : ['nothing differs beyond noise'])].join('\n')}\n`;
}
