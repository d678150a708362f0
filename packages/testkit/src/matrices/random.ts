import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Seeded random numbers. Only additions, multiplications by powers of two and rounding are used, so that a seed
 * gives the same matrix on every machine and engine.
 */
export interface RandomSource {
  /** Uniform in 0 <= n < 2^32. */
  uint32(): number;
  /** A whole number, uniform in 0 <= n < limit. */
  below(limit: number): number;
  /** Uniform in 0 <= x < 1. */
  uniform(): number;
  /** Mean 0, variance 1, near Gaussian, |x| < 3.5. */
  normal(): number;
  /** A positive scale, spread over `octaves` powers of two around 1. */
  scale(octaves: number): number;
}

/** Sum of four uniform 16-bit numbers: mean 2 · 65535, variance 4 · (65536² - 1) / 12 (Irwin-Hall). */
const sumMean = 2 * 65_535;
const sumDeviation = 65_536 / Math.sqrt(3);

export function randomSource(seed: number): RandomSource {
  return sourceOf(xoroshiro128plus(seed));
}

/** Numbers of one member of a family, which have nothing to do with those of its neighbours. */
export function memberSource(seed: number, index: number): RandomSource {
  const member = mix(mix(seed) + index);
  return sourceOf(xoroshiro128plusFromState([1, 2, 3, 4].map((word) => mix(member + word))));
}

/** A permutation of 32-bit numbers under which neighbours part: the last step of MurmurHash3. */
function mix(value: number): number {
  const half = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return whole ^ (whole >>> 16);
}

function sourceOf(generator: { next(): number }): RandomSource {
  const uint32 = (): number => generator.next() >>> 0;
  const uniform = (): number => uint32() / 2 ** 32;
  const below = (limit: number): number => Math.floor(uniform() * limit);
  const normal = (): number => {
    const first = uint32();
    const second = uint32();
    const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
    return (sum - sumMean) / sumDeviation;
  };
  const scale = (octaves: number): number => (1 + uniform()) * 2 ** (below(octaves) - (octaves >> 1));
  return { uint32, below, uniform, normal, scale };
}
