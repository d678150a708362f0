import { type CsvColumn, csvTable } from '@matrix-arena/page/csv';
import { defaultRuleSet } from '@matrix-arena/scoring';
import { standings, type TrialFigures, trialFigures } from './standings.ts';
import type { Lane, RacedMatrix, RaceState, Trial } from './state.ts';

interface Row {
  readonly state: RaceState;
  readonly lane: Lane;
  readonly matrix: RacedMatrix;
  readonly trial: Trial;
  readonly figures: TrialFigures | null;
}

/** Columns by heading, units in brackets. */
const columns: readonly CsvColumn<Row>[] = [
  ['rules', () => defaultRuleSet.name],
  ['file', ({ state }) => state.file],
  ['solution', ({ lane }) => lane.name],
  ['version', ({ lane }) => lane.version],
  ['code (bytes)', ({ lane }) => lane.codeBytes],
  ['load (ms)', ({ lane }) => lane.loadMs],
  ['matrix', ({ matrix }) => matrix.id],
  ['rows', ({ matrix }) => matrix.rows],
  ['columns', ({ matrix }) => matrix.cols],
  ['original (bytes)', ({ matrix }) => matrix.originalBytes],
  ['outcome', ({ trial, figures }) => trial.failure?.kind ?? (figures === null ? 'not timed' : 'ok')],
  ['score', ({ trial, figures }) => figures?.score ?? (trial.failure === null ? null : 0)],
  ['compressed (bytes)', ({ figures }) => figures?.compressedBytes ?? null],
  ['ratio', ({ figures }) => figures?.ratio ?? null],
  ['bits per value (bits)', ({ figures }) => figures?.bitsPerValue ?? null],
  ['compress median (ms)', ({ figures }) => figures?.compressMs ?? null],
  ['decompress median (ms)', ({ figures }) => figures?.decompressMs ?? null],
  ['compress (MB/s)', ({ figures }) => megabytes(figures?.compressThroughput ?? null)],
  ['decompress (MB/s)', ({ figures }) => megabytes(figures?.decompressThroughput ?? null)],
  ['samples', ({ trial }) => trial.compressMs.length],
  ['clock step (ms)', ({ state }) => state.tickMs],
  ['failure', ({ trial }) => trial.failure?.message ?? null],
];

/** One row for each solution and matrix, after a row of headings (RFC 4180, UTF-8). */
export function csvText(state: RaceState): string {
  const rows = state.lanes.flatMap((lane) =>
    state.matrices.map((matrix, index) => {
      const trial = lane.trials[index];
      return { state, lane, matrix, trial, figures: trialFigures(trial, matrix) };
    }),
  );
  return csvTable(columns, rows);
}

/** Everything that the race knows: all samples, parts of frames, failures, and what follows from them. */
export function jsonText(state: RaceState, userAgent: string): string {
  const { active: _, step: __, ...race } = state;
  const json = { rules: defaultRuleSet.name, userAgent, ...race, standings: standings(state) };
  return `${JSON.stringify(json, null, 1)}\n`;
}

function megabytes(bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null ? null : bytesPerSecond / 1e6;
}
