import { throughput } from '@matrix-arena/contract';
import type { Result } from '@matrix-arena/contract/schemas';
import { factorSteps } from '@matrix-arena/scoring';
import { colours } from './colours.ts';
import { breakdownTable } from './explain-bars.ts';
import type { Breakdown, Explanation, MatrixExplanation, ScoreExplanation } from './explain-figures.ts';
import { count, fixed, megabytes, megabytesPerSecond, signed } from './format.ts';
import { resultHeading } from './result-heading.ts';
import { tableText } from './table.ts';

const widthWithoutTerminal = 100;
const longestId = 44;

/** Everything a person wants to see of an explanation: of one matrix in detail, or of all of them. */
export function explanationText(explanation: Explanation, result: Result, isOne: boolean): string {
  const { solution, version, matrices, mean, score } = explanation;
  const shown = isOne ? matrices[0] : undefined;
  const what = shown === undefined ? `${matrices.length} matrices, worst first` : matrixLine(shown);
  const sections = [
    resultHeading(result),
    `${colours.bold(`${solution} ${version}`)} on ${what}`,
    ...(shown === undefined ? [overviewTable(matrices)] : []),
    ...(shown === undefined && matrices.length > 1 ? [`means over ${matrices.length} matrices`] : []),
    breakdownTable(shown ?? mean, process.stdout.columns ?? widthWithoutTerminal),
    boundsSentence(shown ?? mean),
    timeTable(explanation),
    scoreLines(score).join('\n'),
    ...notes(explanation),
  ];
  return `${sections.join('\n\n')}\n`;
}

function matrixLine({ id, kind, rows, cols, originalBytes, compressedBytes }: MatrixExplanation): string {
  const about = [kind, `${rows} x ${cols}`, `${megabytes(originalBytes)} to ${count(compressedBytes)} bytes`];
  return `${id} (${about.filter(Boolean).join(', ')})`;
}

function overviewTable(matrices: readonly MatrixExplanation[]): string {
  const columns = [
    { heading: 'matrix', align: 'left' as const },
    { heading: 'kind', align: 'left' as const },
    ...['bits/value', 'order-0', 'given exponent', 'difference', 'ms', 'time %', 'score'].map((heading) => ({
      heading,
    })),
  ];
  const rows = matrices.map((matrix) => [
    shortened(matrix.id),
    matrix.kind,
    matrix.bitsPerValue.toFixed(2),
    matrix.bounds.planesBound.toFixed(2),
    matrix.bounds.givenExponentBound.toFixed(2),
    signed(matrix.gap, 2),
    (matrix.compressMs + matrix.decompressMs).toFixed(1),
    (100 * matrix.timeShare).toFixed(1),
    matrix.score.score.toFixed(4),
  ]);
  return tableText(columns, rows);
}

/** Where a frame lies between the bounds, and what that says of its coder. */
function boundsSentence({ bitsPerValue, bounds, gap }: Breakdown): string {
  const { planesBound, givenExponentBound } = bounds;
  const reached = bitsPerValue.toFixed(2);
  const distance = (bits: number, bound: number): string => {
    const share = bound === 0 ? '' : ` (${Math.abs((100 * bits) / bound).toFixed(1)} %)`;
    return `${Math.abs(bits).toFixed(2)}${share} ${bits < 0 ? 'below' : 'above'}`;
  };
  const orderZero = `${distance(gap, planesBound)} the order-0 bound of ${planesBound.toFixed(2)}`;
  const toGiven = bitsPerValue - givenExponentBound;
  const given = `${distance(toGiven, givenExponentBound)} the bound given the exponent, ${givenExponentBound.toFixed(2)}`;
  if (gap >= 0) {
    return `${reached} bits/value are ${orderZero}: an order-0 coder for sign, exponent and mantissa each would be smaller`;
  }
  return toGiven >= 0
    ? `${reached} bits/value are ${orderZero}, and ${given}: what the exponent tells of sign and mantissa is not all used`
    : `${reached} bits/value are ${orderZero}, and ${given}: context beyond the single value pays`;
}

function timeTable({ loadMs, coldCompressMs, coldDecompressMs, matrices }: Explanation): string {
  const bytes = matrices.reduce((sum, { originalBytes }) => sum + originalBytes, 0);
  const compressMs = matrices.reduce((sum, matrix) => sum + matrix.compressMs, 0);
  const decompressMs = matrices.reduce((sum, matrix) => sum + matrix.decompressMs, 0);
  const speed = (elapsedMs: number): string =>
    megabytesPerSecond(elapsedMs === 0 ? null : throughput(bytes, elapsedMs));
  return tableText(
    [{ heading: 'time', align: 'left' }, { heading: 'ms' }, { heading: 'MB/s' }],
    [
      ['load', fixed(loadMs, 1), ''],
      ['first compress', fixed(coldCompressMs, 2), ''],
      ['first decompress', fixed(coldDecompressMs, 2), ''],
      ['compress', fixed(compressMs, 2), speed(compressMs)],
      ['decompress', fixed(decompressMs, 2), speed(decompressMs)],
    ],
  );
}

/** The score, what size and time take from it, and which of the two is worth the next hour. */
function scoreLines(explained: ScoreExplanation): string[] {
  const { score, inNoTime, inNoBytes, atPlanesBound, atGivenExponentBound } = explained;
  const now = score.toFixed(4);
  const cost = (otherwise: number): string =>
    otherwise === 0 ? '0.0 %' : `${(100 * (1 - score / otherwise)).toFixed(1)} %`;
  return [
    `score ${colours.bold(now)}; frames as long as the order-0 bound would make it ${atPlanesBound.toFixed(4)}, given the exponent ${atGivenExponentBound.toFixed(4)}`,
    `time costs ${cost(inNoTime)}: ${now} would be ${inNoTime.toFixed(4)} in no time`,
    `size costs ${cost(inNoBytes)}: ${now} would be ${inNoBytes.toFixed(4)} in frames of one byte`,
    nextLine(explained),
  ];
}

function nextLine({ score, gainOfFewerBytes, gainOfLessTime }: ScoreExplanation): string {
  const gain = (by: number): string =>
    `${signed(by, 4)}${score > 0 ? ` (${signed((100 * by) / score, 2)} %)` : ''}`;
  const bytes = `${100 * factorSteps.bytes} % fewer bytes: ${gain(gainOfFewerBytes)}`;
  const time = `${100 * factorSteps.time} % less time: ${gain(gainOfLessTime)}`;
  const isNothing = Math.max(gainOfFewerBytes, gainOfLessTime) <= 0;
  const advice = isNothing
    ? 'neither changes the score'
    : `work on ${gainOfFewerBytes >= gainOfLessTime ? 'size' : 'time'} next`;
  return `${bytes}, ${time}: ${colours.bold(advice)}`;
}

function notes({ matrices, hasInspectModule, failures, findings }: Explanation): string[] {
  const lines = [
    ...failures.map(({ matrix, message }) => colours.red(`failed: ${matrix}: ${message}`)),
    ...findings.map(({ message }) => colours.yellow(`note: ${message}`)),
  ];
  if (!hasInspectModule) {
    lines.push(
      'no parts are known: name a module in manifest.json as "inspect", outside the folder of the entry, whose default',
      'export takes a frame apart (InspectFrame of @matrix-arena/contract); it is not counted as code',
    );
  } else if (matrices.length > 1 && matrices.some(({ planes }) => planes === null)) {
    lines.push('no means of parts: not every frame was taken apart');
  }
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** Keeps the end, where names differ, and the folder in front. */
function shortened(id: string): string {
  return id.length <= longestId ? id : `${id.slice(0, longestId - 16)}…${id.slice(-15)}`;
}
