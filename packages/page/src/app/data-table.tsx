import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly heading: string;
  /** Stands behind the heading, or below it where the kind of table has it there. */
  readonly unit?: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers are right-aligned unless a column says otherwise. */
  readonly align?: 'left';
}

/** What a table has in either shape. */
interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

/** A table that scrolls by itself when it is wider than the page. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  kind = 'data',
  rowClass,
}: TableProps<Row> & {
  /** Figures as wide as they are, or a ranking over the whole width. */
  readonly kind?: 'data' | 'ranking';
  readonly rowClass?: (row: Row) => string | undefined;
}) {
  return (
    <ScrollRegion label={caption}>
      <table class={kind}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ heading, unit, align }) => (
              <th key={heading} scope="col" class={align}>
                {heading}
                {unit !== undefined && (
                  <>
                    {' '}
                    <span class="unit">{unit}</span>
                  </>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index} class={rowClass?.(row)}>
              {columns.map(({ heading, align, cell }) => (
                <td key={heading} class={align}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Holds something wide. It can have the focus, so that it can be scrolled with keys. */
export function ScrollRegion({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll what is too wide
    <section class="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

/** The numbers behind a chart. */
export function AsTable<Row>(props: TableProps<Row>) {
  return (
    <details class="as-table">
      <summary>As a table</summary>
      <DataTable {...props} />
    </details>
  );
}
