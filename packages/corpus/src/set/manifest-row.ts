import { ArenaError } from '@matrix-arena/contract';
import { formatOf } from '../formats/table.ts';
import type { Shape } from '../types.ts';
import { assertSafeName } from './safe-name.ts';

/** What one line of a manifest says of a file; what it does not say is undefined. */
export interface ManifestRow {
  readonly file: string;
  /** In lower-case hex. Of the file or, for a file of one matrix, of its values. */
  readonly sha256: string | undefined;
  /** Size of the file or, for a file of one matrix, of its values. */
  readonly bytes: number | undefined;
  /** Size of the values of all its matrices. */
  readonly payloadBytes: number | undefined;
  readonly shape: Shape | undefined;
  readonly direction: string | undefined;
  readonly kind: string | undefined;
  /** Every cell by the name of its column, those above included. */
  readonly columns: ReadonlyMap<string, string>;
}

/** Pairs of columns that give a shape, the first that is filled counts. */
const shapeColumns = [
  ['rows', 'cols'],
  ['tokens', 'width'],
] as const;

/**
 * @param what manifest and line, for messages
 * @throws ArenaError `bad-format` for a cell that is understood and wrong, `unsupported` for a file not read here
 */
export function manifestRow(header: readonly string[], cells: readonly string[], what: string): ManifestRow {
  const columns = new Map(header.map((name, index) => [name, cells[index]]));
  const [file] = cells;
  assertSafeName(file, what);
  formatOf(file, `${what} file ${file}`);
  const text = (column: string): string | undefined => columns.get(column) || undefined;
  const count = (column: string): number | undefined => countOf(text(column), `${what} column ${column}`);
  return {
    file,
    sha256: sha256Of(text('sha256'), `${what} column sha256`),
    bytes: count('bytes'),
    payloadBytes: count('payload_bytes'),
    shape: shapeOf(text, count),
    direction: text('direction'),
    kind: text('kind'),
    columns,
  };
}

function shapeOf(
  text: (column: string) => string | undefined,
  count: (column: string) => number | undefined,
): Shape | undefined {
  for (const [rowsColumn, colsColumn] of shapeColumns) {
    if (text(rowsColumn) === undefined || text(colsColumn) === undefined) continue;
    return { rows: count(rowsColumn) ?? 0, cols: count(colsColumn) ?? 0 };
  }
  return undefined;
}

function countOf(cell: string | undefined, what: string): number | undefined {
  if (cell === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(cell)) return Number(cell);
  throw malformed(what, 'a whole number above 0', cell);
}

function sha256Of(cell: string | undefined, what: string): string | undefined {
  if (cell === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(cell)) return cell.toLowerCase();
  throw malformed(what, '64 hexadecimal digits', cell);
}

function malformed(what: string, expected: string, got: string): ArenaError {
  return new ArenaError('bad-format', { what, expected, got: `"${got}"`, hint: 'correct the manifest' });
}
