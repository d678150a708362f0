import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

export type { RandomGenerator };

/** Random numbers that the seed fixes (xoroshiro128+). */
export function randomOf(seed: number): RandomGenerator {
  return xoroshiro128plus(seed);
}

/** A copy in a random order that the seed fixes (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = randomOf(seed);
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = uniformInt(random, 0, i);
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}
