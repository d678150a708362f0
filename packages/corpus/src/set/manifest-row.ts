import { ArenaError } from '@matrix-arena/contract';
import { formatOf } from '../formats/table.ts';
import { isPrintable, quoted } from '../printable.ts';
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
    shape: shapeOf(count, what),
    direction: printableOf(text('direction'), `${what} column direction`),
    kind: printableOf(text('kind'), `${what} column kind`),
    columns,
  };
}

function shapeOf(count: (column: string) => number | undefined, what: string): Shape | undefined {
  const pairs = shapeColumns.map(([rowsColumn, colsColumn]) => {
    const [rows, cols] = [count(rowsColumn), count(colsColumn)];
    return { rows, cols, rowsColumn, colsColumn };
  });
  for (const { rows, cols } of pairs) if (rows !== undefined && cols !== undefined) return { rows, cols };
  // The other number could be worked out from the size; but nothing is guessed.
  const half = pairs.find(({ rows, cols }) => rows !== undefined || cols !== undefined);
  if (half === undefined) return undefined;
  const { rows, rowsColumn, colsColumn } = half;
  const got = `${rows === undefined ? colsColumn : rowsColumn} alone`;
  throw malformed(what, `${rowsColumn} and ${colsColumn} together`, got);
}

function printableOf(cell: string | undefined, what: string): string | undefined {
  if (cell === undefined || isPrintable(cell)) return cell;
  throw malformed(what, 'printable characters', quoted(cell));
}

function countOf(cell: string | undefined, what: string): number | undefined {
  if (cell === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(cell)) return Number(cell);
  throw malformed(what, 'a whole number above 0', quoted(cell));
}

function sha256Of(cell: string | undefined, what: string): string | undefined {
  if (cell === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(cell)) return cell.toLowerCase();
  throw malformed(what, '64 hexadecimal digits', quoted(cell));
}

function malformed(what: string, expected: string, got: string): ArenaError {
  return new ArenaError('bad-format', { what, expected, got, hint: 'correct the manifest' });
}
