import type { FuzzEnd, FuzzFailure, FuzzReport } from './report.ts';

/** Digits in groups of three. */
export function grouped(number: number): string {
  return number.toString().replace(/\B(?=(\d{3})+$)/g, ' ');
}

const reasons: Record<FuzzEnd, string> = {
  'all done': '',
  'time limit': ', ended by the time limit',
  interrupted: ', interrupted',
  'too many failures': ', ended by too many failures',
  'no start': ', ended since it does not start',
};

/** One line, which says how many of the cases were done and why not all. */
export function summaryOf({
  solution,
  seed,
  range,
  casesDone,
  elapsedMs,
  end,
  failures,
}: FuzzReport): string {
  const wanted = range.end - range.first;
  const cases = casesDone === wanted ? grouped(wanted) : `only ${grouped(casesDone)} of ${grouped(wanted)}`;
  const seconds = elapsedMs / 1000;
  const time = `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return (
    `${solution}: ${cases} ${wanted === 1 ? 'case' : 'cases'} in ${time}${reasons[end]}, ` +
    `${failures.length} ${failures.length === 1 ? 'failure' : 'failures'} (seed ${seed})`
  );
}

/** One line: the case, what was expected, what came, and where the input is. */
export function failureLine({ solution, seed }: FuzzReport, failure: FuzzFailure): string {
  const { index, firstIndex, kind, told, message, file, times } = failure;
  const where = index === undefined ? told : `case ${index} of seed ${seed}, ${kind} (${told})`;
  const notes = [
    ...(firstIndex === undefined ? [] : [`not alone: replay --case ${firstIndex}-${index}`]),
    ...(file === undefined ? [] : [`input in ${file}`]),
    ...(times === 1 ? [] : [`${times} times`]),
  ];
  return [`${solution}: ${where}: ${message}`, ...notes].join('; ');
}
