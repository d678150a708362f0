import { readFileSync } from 'node:fs';
import type { RandomSource } from '@matrix-arena/testkit/matrices';
import fc from 'fast-check';
import { expect } from 'vitest';
import { kernels, releaseAll, room, u8At } from './kernels.ts';
import { type Entry, ownersOf, pointsOfRoots, shapeEntries } from './reference/tables.ts';

export const seed = Number(process.env.ARENA_SEED ?? 20_261_122);
// Arrays get as long as is said here, rather than ten at most.
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });

/** What lies around everything that a kernel reads or writes: it must neither matter nor change. */
export const junk = 0xee;
export const guardBytes = 64;

export function property<T>(cases: fc.Arbitrary<T>, holds: (given: T) => void, numRuns = 100): void {
  const released = fc.property(cases, (given) => {
    releaseAll();
    holds(given);
  });
  fc.assert(released, { seed, numRuns });
}

/** Like `toEqual`, in time for long arrays. */
export function expectSame(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  let sameUpTo = 0;
  while (sameUpTo < expected.length && actual[sameUpTo] === expected[sameUpTo]) sameUpTo++;
  const { length } = expected;
  expect({ sameUpTo, length: actual.length }).toEqual({ sameUpTo: length, length });
}

export function expectJunk(from: number, to: number): void {
  expectSame(u8At(from, to - from), new Uint8Array(to - from).fill(junk));
}

/** Room with junk in it and around it. */
export function guarded(byteCount: number): { at: number; expectGuards: () => void } {
  const at = room(guardBytes + byteCount, guardBytes, junk) + guardBytes;
  const expectGuards = (): void => {
    expectJunk(at - guardBytes, at);
    expectJunk(at + byteCount, at + byteCount + guardBytes);
  };
  return { at, expectGuards };
}

export function randomBytes(random: RandomSource, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256));
}

export const seeds = fc.integer({ min: 0, max: 0x7fffffff });
export const anyByte = fc.integer({ min: 0, max: 255 });
export const anyBf16 = fc.integer({ min: 0, max: 0xffff });
/** Mostly few different values. */
export const someBytes = (maxLength: number) =>
  fc.oneof(
    fc.uint8Array({ maxLength }),
    fc.array(fc.constantFrom(0, 1, 7, 128, 255), { maxLength }).map((bytes) => Uint8Array.from(bytes)),
  );

export type ShareKind = 'one' | 'two' | 'flat' | 'geometric' | 'steep' | 'counts' | 'random';
export const shareKinds: readonly ShareKind[] = [
  'one',
  'two',
  'flat',
  'geometric',
  'steep',
  'counts',
  'random',
];

/** Shares of `count` symbols, some of them 0 except in flat and geometric ones; never all. */
export function makeShares(kind: ShareKind, count: number, random: RandomSource): number[] {
  const first = random.below(count);
  const second = random.below(count);
  const shares = Array.from({ length: count }, (_, i) => {
    if (kind === 'one') return 0;
    if (kind === 'two') return i === second ? random.uniform() : 0;
    if (kind === 'flat') return 0.125;
    if (kind === 'geometric') return 0.75 ** Math.abs(i - first);
    if (kind === 'steep') return 1e-9;
    const isMissing = random.below(4) === 0;
    if (kind === 'counts') return isMissing ? 0 : random.below(1000);
    return isMissing ? 0 : random.uniform() ** 4;
  });
  shares[first] = 1;
  return shares;
}

/** Symbols that have a frequency, as often as it says or all the same. */
export function drawSymbols(entries: readonly Entry[], count: number, random: RandomSource): Uint8Array {
  const present = entries.flatMap(({ frequency }, symbol) => (frequency > 0 ? [symbol] : []));
  const owners = ownersOf(entries);
  const isTrue = random.below(2) === 0;
  return Uint8Array.from({ length: count }, () => {
    const likely = owners[random.below(4096)] ?? 0;
    return isTrue && entries[likely]?.frequency ? likely : (present[random.below(present.length)] ?? 0);
  });
}

const learnedSource = readFileSync(new URL('../assembly/learned.ts', import.meta.url), 'utf8');
const learnedNumbers = /memory\.data<u8>\(\[([\d,\s]+)\]\)/.exec(learnedSource)?.[1]?.match(/\d+/g) ?? [];

/** Entries of the learned shapes, which assembly/learned.ts has as 64 roots each. */
export const learnedTables = Array.from({ length: learnedNumbers.length / 64 }, (_, shape) =>
  shapeEntries(pointsOfRoots(learnedNumbers.slice(64 * shape, 64 * (shape + 1)).map(Number))),
);

/** The last byte is the last of the memory. */
export function putAtEndOfMemory(bytes: Uint8Array): number {
  room(bytes.length + 65_536);
  const memory = new Uint8Array(kernels.memory.buffer);
  const at = memory.length - bytes.length;
  memory.set(bytes, at);
  return at;
}
