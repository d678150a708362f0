import type { Interval } from '@matrix-arena/scoring';

/** What stands where there is no figure. */
const none = '–';

const or = (value: number | null, format: (value: number) => string): string =>
  value === null ? none : format(value);

export const fixed = (value: number | null, digits: number): string =>
  or(value, (number) => number.toFixed(digits));

/** With a sign, unless it is shown as 0. */
export const signed = (value: number, digits: number): string => {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? Math.abs(value).toFixed(digits) : value > 0 ? `+${text}` : text;
};

/** Half of the width of an interval; one that is too narrow for the digits is less than their last. */
export const halfWidth = (interval: Interval | null, digits: number): string => {
  if (interval === null) return none;
  const half = (interval.high - interval.low) / 2;
  const text = half.toFixed(digits);
  return half > 0 && Number(text) === 0 ? `<${(10 ** -digits).toFixed(digits)}` : text;
};

/** An ISO time, to the minute. */
export const toMinutes = (time: string): string => time.replace('T', ' ').slice(0, 16);

/** Groups of three digits, parted by a space. */
export const count = (value: number | null): string =>
  or(value, (number) => number.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ' '));

/** Bytes per second as MB/s, with three significant digits at least. */
export const megabytesPerSecond = (value: number | null): string =>
  or(value, (bytesPerSecond) =>
    bytesPerSecond < 1e8 ? (bytesPerSecond / 1e6).toPrecision(3) : fixed(bytesPerSecond / 1e6, 0),
  );

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** `1 matrix`, `2 matrices`. */
export const counted = (number: number, one: string, many: string): string =>
  `${number} ${number === 1 ? one : many}`;

/** `1 byte`, `20 000 bytes`. */
export const byteCount = (bytes: number): string => `${count(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
