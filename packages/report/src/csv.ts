import type {
  MatrixSummary,
  ReportData,
  ReportSection,
  SolutionSummary,
  TrialSummary,
} from './data/types.ts';

type Cell = string | number | null;
type Trial = SolutionSummary['trials'][number];

interface Row {
  readonly section: ReportSection;
  readonly solution: SolutionSummary;
  readonly matrix: MatrixSummary;
  readonly trial: Trial;
}

/** Columns by heading, units in brackets. */
const columns: readonly (readonly [heading: string, cell: (row: Row) => Cell])[] = [
  ['rules', ({ section }) => section.rules.name],
  ['corpus', ({ section }) => section.corpus.name],
  ['corpus sha256', ({ section }) => section.corpus.sha256],
  ['machine', ({ section: { machine } }) => `${machine.cpu}, cores: ${machine.cores}, Node ${machine.node}`],
  ['isolation', ({ section }) => section.isolation],
  ['measured at', ({ solution }) => solution.measuredAt],
  ['solution', ({ solution }) => solution.name],
  ['version', ({ solution }) => solution.version],
  ['matrix', ({ matrix }) => matrix.id],
  ['kind', ({ matrix }) => matrix.kind],
  ['direction', ({ matrix }) => matrix.direction],
  ['rows', ({ matrix }) => matrix.rows],
  ['columns', ({ matrix }) => matrix.cols],
  ['original (bytes)', ({ matrix }) => matrix.originalBytes],
  ['outcome', ({ solution, trial }) => trial?.outcome ?? solution.state],
  // A matrix that did not come back scores 0; its other figures do not exist.
  ['score', ({ trial }) => (trial?.outcome === 'ok' ? trial.score : 0)],
  ['compressed (bytes)', of((trial) => trial.compressedBytes)],
  ['ratio', of((trial) => trial.ratio)],
  ['bits per value (bits)', of((trial) => trial.bitsPerValue)],
  ['compress median (ms)', of((trial) => trial.compressMs)],
  ['decompress median (ms)', of((trial) => trial.decompressMs)],
  ['compress (MB/s)', of((trial) => megabytes(trial.compressThroughput))],
  ['decompress (MB/s)', of((trial) => megabytes(trial.decompressThroughput))],
  ['samples', of((trial) => trial.stages.length)],
  ['similarity', of((trial) => trial.similarity)],
  ['frame sha256', of((trial) => trial.frameSha256)],
  ['failure', ({ solution, trial }) => failureText(solution, trial)],
];

/** One row for each solution and matrix of all sections, after a row of headings (RFC 4180, UTF-8). */
export function csvText({ sections }: ReportData): string {
  const rows = sections.flatMap((section) =>
    section.solutions.flatMap((solution) =>
      section.matrices.map((matrix, index) => {
        const row = { section, solution, matrix, trial: solution.trials[index] };
        return columns.map(([, cell]) => csvCell(cell(row)));
      }),
    ),
  );
  const headings = columns.map(([heading]) => csvCell(heading));
  return [headings, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/**
 * A cell, quoted where it has to be. Spreadsheets take text that starts like a formula for one and would run it, so
 * that such text gets an apostrophe in front; numbers are left as they are.
 */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function of(cell: (trial: TrialSummary) => Cell): (row: Row) => Cell {
  return ({ trial }) => (trial?.outcome === 'ok' ? cell(trial) : null);
}

function megabytes(bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null ? null : bytesPerSecond / 1e6;
}

function failureText({ stateMessage }: SolutionSummary, trial: Trial): string | null {
  if (trial === null) return stateMessage;
  return trial.outcome === 'ok' ? null : `${trial.stage}: ${trial.message}`;
}
