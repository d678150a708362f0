import { type CsvColumn, csvTable } from '@matrix-arena/page/csv';
import type {
  MatrixSummary,
  ReportData,
  ReportSection,
  SolutionSummary,
  TrialSummary,
} from './data/types.ts';

type Trial = SolutionSummary['trials'][number];

interface Row {
  readonly section: ReportSection;
  readonly solution: SolutionSummary;
  readonly matrix: MatrixSummary;
  readonly trial: Trial;
}

/** Columns by heading, units in brackets. */
const columns: readonly CsvColumn<Row>[] = [
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
      section.matrices.map((matrix, index) => ({ section, solution, matrix, trial: solution.trials[index] })),
    ),
  );
  return csvTable(columns, rows);
}

function of(cell: (trial: TrialSummary) => string | number | null): CsvColumn<Row>[1] {
  return ({ trial }) => (trial?.outcome === 'ok' ? cell(trial) : null);
}

function megabytes(bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null ? null : bytesPerSecond / 1e6;
}

function failureText({ stateMessage }: SolutionSummary, trial: Trial): string | null {
  if (trial === null) return stateMessage;
  return trial.outcome === 'ok' ? null : `${trial.stage}: ${trial.message}`;
}
