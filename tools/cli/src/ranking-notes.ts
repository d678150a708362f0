import type { Result } from '@matrix-arena/contract/schemas';
import { beatFactor, findRuleSet, type NoiseFloor, noiseFloor, type Ranking } from '@matrix-arena/scoring';
import { colours } from './colours.ts';
import { counted } from './format.ts';

/** What is to be said below a ranking, line by line: `runs` are the results that its figures are from. */
export function rankingNotes(ranking: Ranking, result: Result, runs: readonly Result[]): string {
  return [
    ...tieLines(ranking),
    targetLine(ranking),
    ...noiseFloorLines(runs),
    ...samplingLines(result, runs),
    ...threadLines(runs),
    ...failureLines(ranking),
    ...findingLines(result),
    ...warningLines(result),
  ].join('\n');
}

/** The largest gap that a solution timed twice showed; null when no run had a control. */
export function largestNoiseFloor(runs: readonly Result[]): NoiseFloor | null {
  const floors = runs.flatMap((run) => noiseFloor(run, findRuleSet(run.rules)) ?? []);
  return floors.toSorted((a, b) => b.difference - a.difference)[0] ?? null;
}

function tieLines({ rows }: Ranking): string[] {
  return rows.some(({ isTied }) => isTied) ? ['= : not told apart from the one above it, within noise'] : [];
}

function targetLine({ scoreToBeat }: Ranking): string {
  if (scoreToBeat === null) return 'score to beat: none, nothing could be measured';
  return `score to beat: ${colours.bold(scoreToBeat.score.toFixed(4))} (${beatFactor} x ${scoreToBeat.setBy})`;
}

function noiseFloorLines(runs: readonly Result[]): string[] {
  const floor = largestNoiseFloor(runs);
  if (floor === null) return [];
  const { difference, relativeDifference, solution } = floor;
  const relative = relativeDifference === null ? '' : ` (${percent(relativeDifference)})`;
  const among = runs.length === 1 ? '' : `; the largest of ${runs.length} runs`;
  return [`noise floor: ${difference.toFixed(4)}${relative}, ${solution} timed twice${among}`];
}

function samplingLines({ solutions }: Result, runs: readonly Result[]): string[] {
  const measured = solutions.flatMap(({ manifest, status }) =>
    status.state === 'measured' ? [{ name: manifest.name, until: status.sampledUntil }] : [],
  );
  if (measured.length === 0) return [];
  const precision = distinct(runs.map(({ plan }) => percent(plan.relativePrecision))).join(' or ');
  const cut = measured.filter(({ until }) => until === 'budget').map(({ name }) => name);
  const total = counted(measured.length, 'solution', 'solutions');
  const precise = `sampling: ${measured.length - cut.length} of ${total} precise to ${precision}`;
  return [cut.length === 0 ? precise : `${precise}; ended by the time budget: ${cut.join(', ')}`];
}

/** How many timing threads there were and why, with the figures behind it when they are of one run. */
function threadLines(runs: readonly Result[]): string[] {
  return distinct(
    runs.map(({ plan, interference }) => {
      const from = plan.timingThreadsFrom === 'option' ? 'as asked for' : 'by interference';
      const line = `timing threads: ${plan.timingThreads}, ${from}`;
      const figures = interference.map(({ solution, threads, slowDown, slowDownLow, slowDownHigh }) => {
        const interval = `${slowDownLow.toFixed(2)}..${slowDownHigh.toFixed(2)}`;
        return `${solution} ${slowDown.toFixed(2)} x (${interval}) with ${threads}`;
      });
      return runs.length > 1 || figures.length === 0
        ? line
        : `${line}; time of a call: ${figures.join(', ')}`;
    }),
  );
}

function failureLines({ rows }: Ranking): string[] {
  return rows.flatMap(({ name, firstFailure, failureCount }) =>
    firstFailure === null
      ? []
      : [colours.red(`failed: ${name}: ${failureCount > 1 ? `${failureCount}, first ` : ''}${firstFailure}`)],
  );
}

function findingLines({ solutions }: Result): string[] {
  return solutions.flatMap(({ manifest, findings }) =>
    findings.map(({ message }) => colours.yellow(`note: ${manifest.name}: ${message}`)),
  );
}

function warningLines({ environment }: Result): string[] {
  return environment.warnings.map((warning) =>
    colours.yellow(`warning: ${warning}; the times may be too long`),
  );
}

/** A share in percent, with two significant digits. */
function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

function distinct(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
