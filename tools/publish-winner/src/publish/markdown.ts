/** What stands where there is no figure. */
const none = '–';

export function codeBlock(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

/** @param textColumns so many columns from the left are text, and the others figures */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns: number,
): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = columns.map((_, index) => (index < textColumns ? '---' : '---:'));
  return [line(columns), line(rule), ...rows.map(line)].join('\n');
}

export function fixed(value: number | null, digits: number): string {
  return value === null ? none : value.toFixed(digits);
}

/** Groups of three digits, parted by a space. */
export function count(value: number | null): string {
  return value === null ? none : value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

/** With three significant digits at least. */
export function megabytesPerSecond(bytesPerSecond: number | null): string {
  if (bytesPerSecond === null) return none;
  const megabytes = bytesPerSecond / 1e6;
  return bytesPerSecond < 1e8 ? megabytes.toPrecision(3) : megabytes.toFixed(0);
}

/** A score with half of its interval; one that is too narrow for the digits is less than their last. */
export function scoreText({
  score,
  low,
  high,
}: {
  readonly score: number;
  readonly low: number | null;
  readonly high: number | null;
}): string {
  if (low === null || high === null) return fixed(score, 4);
  const half = (high - low) / 2;
  return `${fixed(score, 4)} ± ${half > 0 && half < 0.00005 ? '<0.0001' : fixed(half, 4)}`;
}
