/** What stands where there is no figure. */
export const none = '–';

type Figure = number | null;

export const fixed = (value: Figure, digits: number): string =>
  value === null ? none : value.toFixed(digits);

/** Groups of three digits, parted by a narrow space that does not break. */
export const count = (value: Figure): string =>
  value === null ? none : String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

/** Bytes per second as MB/s, with three significant digits at least. */
export const megabytesPerSecond = (value: Figure): string =>
  value === null ? none : value < 1e8 ? (value / 1e6).toPrecision(3) : (value / 1e6).toFixed(0);

/** `1 matrix`, `2 matrices`. */
export const counted = (number: number, one: string, many: string): string =>
  `${count(number)} ${number === 1 ? one : many}`;
