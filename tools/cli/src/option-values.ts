import { InvalidArgumentError } from '@commander-js/extra-typings';

/** Parser of an option that takes a whole number in a range. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
  };
}

/** Parser of a seed: an unsigned 32-bit number. */
export const seed = wholeNumber(0, 2 ** 32 - 1);
