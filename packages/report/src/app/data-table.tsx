import type { ComponentChildren } from 'preact';

export interface DataColumn<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers are right-aligned unless a column says otherwise. */
  readonly align?: 'left';
}

/** A plain table of numbers that scrolls by itself when it is wider than the page. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
}: {
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
}) {
  return (
    <ScrollRegion label={caption}>
      <table class="data">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ heading, align }) => (
              <th key={heading} scope="col" class={align}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
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
export function AsTable<Row>(props: {
  caption: string;
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
}) {
  return (
    <details class="as-table">
      <summary>As a table</summary>
      <DataTable {...props} />
    </details>
  );
}
