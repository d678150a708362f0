import { ArenaError } from '@matrix-arena/contract';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

const maxSeed = 2 ** 32 - 1;

/**
 * A seeded sample without replacement, in order of id. The same ids, count and seed give the same sample on every
 * machine and for ever; the order of the entries does not matter.
 *
 * The generator is MT19937 (Matsumoto and Nishimura 1998) as pure-rand seeds it from 32 bits. The ids are sorted by
 * UTF-16 code units, then draw i = 0 … count − 1 swaps place i with a uniform place of i … last (Fisher and Yates),
 * and the first `count` places are the sample. Changing any of this changes every round: a test pins the outcome.
 *
 * @param count how many; as many as there are or more gives all
 * @param seed unsigned 32-bit integer
 * @throws ArenaError `usage` for a count or seed that is none
 */
export function sampleEntries<T extends { readonly id: string }>(
  entries: readonly T[],
  count: number,
  seed: number,
): T[] {
  assertSample(count, seed);
  const places = [...entries].sort(byId);
  if (count >= places.length) return places;
  const generator = mersenne(seed);
  for (let i = 0; i < count; i++) {
    const drawn = uniformInt(generator, i, places.length - 1);
    [places[i], places[drawn]] = [places[drawn], places[i]];
  }
  return places.slice(0, count).sort(byId);
}

/** The order of ids everywhere: by UTF-16 code units, the same in every locale. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** @throws ArenaError `usage` for a count or seed that is none */
export function assertSample(count: number, seed: number): void {
  assertCount(count);
  assertSeed(seed);
}

function assertCount(count: number): void {
  if (Number.isSafeInteger(count) && count > 0) return;
  throw new ArenaError('usage', {
    what: 'sample count',
    expected: 'a whole number above 0',
    got: count,
    hint: 'pass how many files to take',
  });
}

function assertSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed <= maxSeed) return;
  throw new ArenaError('usage', {
    what: 'seed',
    expected: `a whole number from 0 to ${maxSeed}`,
    got: seed,
    hint: 'pass another seed',
  });
}
