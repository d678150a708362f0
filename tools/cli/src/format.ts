/** What stands where there is no figure. */
const none = '–';

const or = (value: number | null, format: (value: number) => string): string =>
  value === null ? none : format(value);

export const fixed = (value: number | null, digits: number): string =>
  or(value, (number) => number.toFixed(digits));

/** Groups of three digits, parted by a space. */
export const count = (value: number | null): string =>
  or(value, (number) => number.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ' '));

/** Bytes per second as MB/s, with three significant digits at least. */
export const megabytesPerSecond = (value: number | null): string =>
  or(value, (bytesPerSecond) => fixed(bytesPerSecond / 1e6, bytesPerSecond < 1e8 ? 1 : 0));

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** `1 matrix`, `2 matrices`. */
export const counted = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;
