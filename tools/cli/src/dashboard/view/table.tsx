import TextTable from 'cli-table3';
import { Box } from 'ink';
import { memo } from 'react';
import { colours } from '../../colours.ts';
import { windowStart } from '../layout.ts';
import { type Column, type FittedColumn, fitColumns } from './columns.ts';
import { TextLine } from './parts.tsx';

interface TableProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Index of the selected row; null for a table that keys are not for. */
  readonly selected: number | null;
  readonly width: number;
  /** Rows that are shown, without the headings. */
  readonly shown: number;
}

/** The mark of the selected row, and what stands between it and the first column. */
const markColumns = 3;

function TableView<Row>({ columns, rows, selected, width, shown }: TableProps<Row>) {
  // Widths follow from all rows, so that columns stay where they are while it is scrolled.
  const fitted = fitColumns(columns, rows, width - markColumns);
  const start = windowStart(selected ?? 0, rows.length, shown);
  const cells = rows.slice(start, start + shown).map((row, index) => {
    const isSelected = start + index === selected;
    const texts = fitted.columns.map((column) => column.text(row));
    return isSelected ? [colours.cyan('›'), ...texts.map(colours.bold)] : ['', ...texts];
  });
  return (
    <Box flexDirection="column" width={width}>
      {tableLines(fitted.columns, cells, fitted.gap).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines keep their places, their texts change
        <TextLine key={index} text={line} />
      ))}
    </Box>
  );
}

/** A table whose selected row stays in sight. It is laid out again only when what it shows has changed. */
export const Table = memo(TableView) as typeof TableView;

const borders = ['top', 'bottom', 'left', 'right', 'mid'];
const corners = borders.flatMap((one) => ['left', 'mid', 'right'].map((other) => `${one}-${other}`));
const noBorders = Object.fromEntries([...borders, ...corners].map((part) => [part, '']));

/** Lines rather than a box for each cell: a screen of those takes many times as long to draw. */
function tableLines<Row>(
  columns: readonly FittedColumn<Row>[],
  rows: readonly (readonly string[])[],
  gap: number,
): string[] {
  const table = new TextTable({
    head: ['', ...columns.map(({ heading }) => colours.dim(heading))],
    colWidths: [1, ...columns.map(({ width }) => width)],
    colAligns: ['left', ...columns.map(({ align }) => align ?? 'left')],
    chars: { ...noBorders, middle: ' '.repeat(gap) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  return table.toString().split('\n');
}
