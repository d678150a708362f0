import { ArenaError } from '@matrix-arena/contract';
import { parse } from 'csv-parse/sync';
import { isMatrixFileName } from '../formats/table.ts';
import { quoted } from '../printable.ts';
import { type ManifestRow, manifestRow } from './manifest-row.ts';

/** Name of the file that makes a folder or a bucket a set. */
export const manifestName = 'manifest.csv';

/** Room for some hundred thousand rows. */
export const maxManifestBytes = 2 ** 25;

export interface SetManifest {
  /** Names of the columns; the first is the file. */
  readonly header: readonly string[];
  /** In the order of the manifest. */
  readonly rows: readonly ManifestRow[];
}

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a `manifest.csv`: a header line, then one line per file. The first column is the file, whatever it is
 * called; the other columns stand in any order, and those that mean nothing here are kept as they are.
 *
 * @param source path or address shown in messages
 * @throws ArenaError `bad-format` that names the line, `unsupported` for a file that is not read here
 */
export function parseSetManifest(bytes: Uint8Array, source: string): SetManifest {
  const [first, ...records] = parseCsv(bytes, source);
  if (first === undefined) throw malformed(source, 'a header line', 'an empty file');
  const header = first.record;
  const double = header.find((name, index) => header.indexOf(name) !== index);
  if (double !== undefined)
    throw malformed(`${source} header`, 'each column once', `two of ${quoted(double)}`);
  if (isMatrixFileName(header[0])) {
    throw malformed(`${source} header`, 'names of columns', `the file ${quoted(header[0])}`);
  }
  if (records.length === 0) throw malformed(source, 'a line for each file', 'a header only');
  const seen = new Set<string>();
  const rows = records.map(({ record, info }) => {
    const what = `${source} line ${info.lines}`;
    if (record.length !== header.length) throw malformed(what, `${header.length} cells`, record.length);
    const row = manifestRow(header, record, what);
    if (seen.has(row.file)) throw malformed(what, 'each file once', `two of "${row.file}"`);
    seen.add(row.file);
    return row;
  });
  return { header, rows };
}

/** The text of a manifest with some of its rows, every column included. */
export function formatSetManifest(header: readonly string[], rows: readonly ManifestRow[]): string {
  const cells = rows.map(({ columns }) => header.map((name) => columns.get(name) ?? ''));
  return [header, ...cells].map((line) => `${line.map(csvCell).join(',')}\n`).join('');
}

function csvCell(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function parseCsv(bytes: Uint8Array, source: string): CsvRecord[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const records: unknown = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return records as CsvRecord[];
  } catch (error) {
    throw malformed(source, 'CSV in UTF-8', error instanceof Error ? error.message : String(error), error);
  }
}

function malformed(what: string, expected: string, got: string | number, cause?: unknown): ArenaError {
  return new ArenaError('bad-format', { what, expected, got, hint: 'correct the manifest', cause });
}
