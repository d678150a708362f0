import { stripVTControlCharacters } from 'node:util';

/** A column of a table whose rows are of one sort. */
export interface Column<Row> {
  readonly heading: string;
  readonly align?: 'right';
  /** The least it is cut to where there is little room; its content when it is left out. */
  readonly least?: number;
  /** The most that it takes, whatever is in it. */
  readonly most?: number;
  /** Whether it is left out where there is no room for all, the first of these first. */
  readonly isExtra?: boolean;
  text(row: Row): string;
}

export interface FittedColumn<Row> extends Column<Row> {
  readonly width: number;
}

const gap = 2;
const narrowGap = 1;

/** How wide a text is, without its colours; wide characters are cut a little early. */
export function textWidth(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** The columns that there is room for, as wide as their rows want, and what stands between two. */
export function fitColumns<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): { readonly columns: readonly FittedColumn<Row>[]; readonly gap: number } {
  const natural = columns.map((column) => {
    const content = Math.max(...rows.map((row) => textWidth(column.text(row))));
    return {
      ...column,
      width: Math.max(textWidth(column.heading), Math.min(content, column.most ?? content)),
    };
  });
  if (total(natural, gap) <= width) return { columns: natural, gap };
  const extra = columns.findIndex(({ isExtra = false }) => isExtra);
  if (extra >= 0) return fitColumns(columns.toSpliced(extra, 1), rows, width);
  return { columns: shrink(natural, width - (columns.length - 1) * narrowGap), gap: narrowGap };
}

function total(columns: readonly { readonly width: number }[], between: number): number {
  return columns.reduce((sum, { width }) => sum + width, (columns.length - 1) * between);
}

/** Takes from the widest of the columns that can be cut, one character at a time. */
function shrink<Row>(columns: readonly FittedColumn<Row>[], width: number): FittedColumn<Row>[] {
  const widths = columns.map((column) => column.width);
  let excess = total(columns, 0) - width;
  while (excess > 0) {
    const cut = columns
      .map(({ least }, index) => ({ index, spare: least === undefined ? 0 : widths[index] - least }))
      .filter(({ spare }) => spare > 0)
      .toSorted((a, b) => widths[b.index] - widths[a.index])[0];
    if (cut === undefined) break;
    widths[cut.index] -= 1;
    excess -= 1;
  }
  return columns.map((column, index) => ({ ...column, width: widths[index] }));
}
