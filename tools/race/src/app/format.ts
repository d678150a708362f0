/** What stands where there is no figure. */
export const none = '–';

export const fixed = (value: number | null, digits: number): string =>
  value === null ? none : value.toFixed(digits);

/** Groups of three digits, parted by a narrow space that does not break. */
export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

/** Bytes per second as MB/s, with three significant digits at least. */
export const megabytesPerSecond = (value: number | null): string =>
  value === null ? none : (value / 1e6).toFixed(value < 1e8 ? 1 : 0);

export const size = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(bytes < 1e5 ? 1 : 0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

export const shape = ({ rows, cols }: { rows: number; cols: number }): string =>
  `${count(rows)} × ${count(cols)}`;

/** Milliseconds with three significant digits. */
export const milliseconds = (ms: number): string => String(Number(ms.toPrecision(3)));

/** `1 matrix`, `2 matrices`. */
export const counted = (number: number, one: string, many: string): string =>
  `${count(number)} ${number === 1 ? one : many}`;
