type Cell = string | number | null;

/** A column: its heading, with the unit in brackets, and its cell of a row; null leaves a cell empty. */
export type CsvColumn<Row> = readonly [heading: string, cell: (row: Row) => Cell];

/** A row of headings and one line for each row (RFC 4180). */
export function csvTable<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const headings = columns.map(([heading]) => csvCell(heading));
  const lines = rows.map((row) => columns.map(([, cell]) => csvCell(cell(row))));
  return [headings, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
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
