import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly heading: string;
  readonly unit?: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers are right-aligned unless a column says otherwise. */
  readonly align?: 'left';
}

/** A table that scrolls by itself when it is wider than the page. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  kind = 'data',
  rowClass = () => '',
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  kind?: 'data' | 'ranking';
  rowClass?: (row: Row) => string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll what is too wide
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table class={kind}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ heading, unit, align }) => (
              <th key={heading} scope="col" class={align}>
                {heading} {unit !== undefined && <span class="unit">{unit}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} class={rowClass(row)}>
              {columns.map(({ heading, align, cell }) => (
                <td key={heading} class={align}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The numbers behind a figure. */
export function AsTable<Row>(props: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
}) {
  return (
    <details class="as-table">
      <summary>As a table</summary>
      <DataTable {...props} />
    </details>
  );
}
