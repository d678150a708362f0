import type { RandomSource } from '../matrices/random.ts';

interface Weighted {
  /** How often it is picked, relative to the others of its table: a small whole number. */
  readonly share: number;
}

/** A function that picks an entry of a table by the shares. */
export function picker<T extends Weighted>(table: readonly T[]): (random: RandomSource) => T {
  const lots = table.flatMap((entry) => Array<T>(entry.share).fill(entry));
  return (random) => pick(lots, random);
}

/** An entry of a list whose entries are all alike. */
export function pick<T>(list: readonly T[], random: RandomSource): T {
  return list[random.below(list.length)];
}
