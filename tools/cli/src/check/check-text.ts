import { relative } from 'node:path';
import { colours } from '../colours.ts';
import { counted } from '../format.ts';
import type { AreaOutcome, AreaReport, CheckReport, SolutionReport } from './report.ts';

const paints: Record<AreaOutcome, (text: string) => string> = {
  ok: colours.green,
  warning: colours.yellow,
  failed: colours.red,
  skipped: colours.dim,
};

/** Everything a person wants to see of a check. */
export function checkText({ solutions, elapsedMs }: CheckReport, from: string): string {
  const counts = solutions.flatMap(({ areas }) => areas.map(({ outcome }) => outcome));
  const number = (wanted: AreaOutcome): number => counts.filter((outcome) => outcome === wanted).length;
  const skipped = number('skipped');
  const totals = [
    `${number('ok')} ok`,
    counted(number('warning'), 'warning', 'warnings'),
    `${number('failed')} failed`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
  ];
  const summary = `${counted(solutions.length, 'solution', 'solutions')}: ${totals.join(', ')}`;
  const sections = solutions.map((solution) => solutionText(solution, from));
  return `${[...sections, `${summary} in ${(elapsedMs / 1e3).toFixed(1)} s`].join('\n\n')}\n`;
}

function solutionText({ name, folder, areas }: SolutionReport, from: string): string {
  const heading = `${colours.bold(name)}  ${colours.dim(relative(from, folder) || '.')}`;
  return [heading, ...areas.flatMap(areaLines)].join('\n');
}

function areaLines({ area, outcome, summary, details, findings }: AreaReport): string[] {
  const paint = paints[outcome];
  return [
    `  ${area.padEnd(12)}  ${paint(outcome.padEnd(7))}  ${summary}`,
    ...details.map((line) => colours.dim(`      ${line}`)),
    ...findings.flatMap(({ message, hint }) => [paint(`    - ${message}`), `      ${hint}`]),
  ];
}
