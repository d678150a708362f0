import { fixed, none } from '@matrix-arena/page/app';

type Figure = number | null;

const or = (value: Figure, format: (value: number) => string): string =>
  value === null ? none : format(value);

export const score = (value: Figure): string => fixed(value, 4);

/** A difference of scores; one that is too small for the digits is less than their last. */
export function difference(value: number): string {
  return value > 0 && value < 5e-5 ? '<0.0001' : value.toFixed(4);
}

/** Half of the width of an interval of scores. */
export const halfWidth = (low: number, high: number): string => difference((high - low) / 2);

export const megabytes = (value: Figure, digits = 1): string =>
  or(value, (bytes) => (bytes / 1e6).toFixed(digits));

/** Milliseconds with four significant digits at most. */
export const milliseconds = (value: Figure): string =>
  or(value, (ms) => (ms >= 1000 ? ms.toFixed(0) : String(Number(ms.toPrecision(4)))));

/** A share in percent, with two significant digits. */
export const percent = (share: Figure): string =>
  or(share, (number) => `${Number((100 * number).toPrecision(2))} %`);

/** An ISO time, to the minute; results have UTC. */
export const minutes = (time: string): string => `${time.replace('T', ' ').slice(0, 16)} UTC`;

export const shortHash = (hash: string): string => hash.slice(0, 12);
