import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seed of every interval for which none is given: the same figures give the same interval on every machine. */
export const defaultSeed = 20_251_203;

/** A whole number, uniform in 0 <= n < limit. */
export type Draw = (limit: number) => number;

/**
 * Numbers that follow from a seed alone (xoroshiro128+, Blackman and Vigna 2018); nothing here is random otherwise.
 * Scaling 32 bits down makes one number likelier than another by at most limit / 2^32.
 */
export function seededDraw(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  return (limit) => Math.floor(((generator.next() >>> 0) / 2 ** 32) * limit);
}
