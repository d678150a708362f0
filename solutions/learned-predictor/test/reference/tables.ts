import { powerOfQuarter } from './log2.ts';

// Tables of 4096 slots. The order of additions and divisions in float64 is part of what is computed: it goes into
// frames.

const slotCount = 4096;
const symbolCount = 32;
const escapeSymbol = 31;
const zeroResidual = 15;
const leastShare = 1e-9;
const classCount = 28;
const lowestClass = -20;
const lastPoint = 63;

/** A symbol owns the slots from `start` on, as many as its frequency. */
export interface Entry {
  readonly frequency: number;
  readonly start: number;
}

/** Frequencies in proportion to shares: at least 1 where there is a share, 4096 in all but no more than 4095 each. */
export function frequenciesOf(shares: readonly number[]): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  const free = slotCount - shares.filter((share) => share > 0).length;
  const extras = shares.map((share) => (share > 0 ? Math.trunc((share / sum) * free) : 0));
  const frequencies = shares.map((share, i) => (share > 0 ? 1 + (extras[i] ?? 0) : 0));
  // What rounding left goes to the first of the greatest shares.
  const left = free - extras.reduce((total, extra) => total + extra, 0);
  const most = shares.indexOf(Math.max(...shares));
  frequencies[most] = Math.min((frequencies[most] ?? 0) + left, slotCount - 1);
  return frequencies;
}

/** One symbol's slots after the other's. */
export function entriesOf(frequencies: readonly number[]): Entry[] {
  let start = 0;
  return frequencies.map((frequency) => {
    const entry = { frequency, start };
    start += frequency;
    return entry;
  });
}

export function entriesOfShares(shares: readonly number[]): Entry[] {
  return entriesOf(frequenciesOf(shares));
}

/** frequency | start << 16 */
export function packEntries(entries: readonly Entry[]): Uint32Array {
  return Uint32Array.from(entries, ({ frequency, start }) => frequency + start * 2 ** 16);
}

/** The symbol that owns each slot; symbol 0 where none does. */
export function ownersOf(entries: readonly Entry[]): Uint8Array {
  const owners = new Uint8Array(slotCount);
  entries.forEach(({ frequency, start }, symbol) => {
    for (let slot = start; slot < start + frequency; slot++) owners[slot] = symbol;
  });
  return owners;
}

/** For each slot: symbol | (slot - start) << 8 | frequency << 20; 0 where no symbol owns it. */
export function slotsOf(entries: readonly Entry[]): Uint32Array {
  const slots = new Uint32Array(slotCount);
  entries.forEach(({ frequency, start }, symbol) => {
    for (let i = 0; i < frequency; i++) slots[start + i] = symbol + i * 2 ** 8 + frequency * 2 ** 20;
  });
  return slots;
}

/** Share of the values below z sigmas: points are every eighth of a sigma, on the positive side, of 65535. */
function shareBelow(points: Uint16Array, z: number): number {
  const distance = Math.abs(z) * 8;
  const point = Math.floor(Math.min(distance, lastPoint - 1));
  const low = points[point] ?? 0;
  const high = points[point + 1] ?? 0;
  // Behind the last point the line through the last two goes on, up to all values.
  const within = Math.min(low + (high - low) * (distance - point), 65_535) / 131_070;
  return z < 0 ? 0.5 - within : 0.5 + within;
}

/** Shares of residuals -15 to 15 and of the escape, where a step is 1 / sigma and the prediction is at `offset` in it. */
function residualShares(points: Uint16Array, sigma: number, offset: number): number[] {
  const shares: number[] = [];
  let sum = 0;
  for (let symbol = 0; symbol < escapeSymbol; symbol++) {
    const from = symbol - zeroResidual - offset;
    const share = shareBelow(points, (from + 1) / sigma) - shareBelow(points, from / sigma);
    shares.push(Math.max(share, leastShare));
    sum += shares[symbol] ?? 0;
  }
  return [...shares, Math.max(1 - sum, leastShare)];
}

/** Points of the distribution that is stored as roots of the shares between them. */
export function pointsOfRoots(roots: readonly number[]): Uint16Array {
  let below = 0;
  return Uint16Array.from(roots, (root) => {
    const point = Math.min(below, 65_535);
    below += root * root;
    return point;
  });
}

/** Entries of all 225 contexts of a shape. */
export function shapeEntries(points: Uint16Array): Entry[][] {
  const nothing = Array.from({ length: symbolCount }, (_, i) => (i === 0 ? 1 : i === 1 ? leastShare : 0));
  const twoSided: Entry[][] = [];
  const oneSided: Entry[][] = [];
  for (let sigmaClass = 0; sigmaClass < classCount; sigmaClass++) {
    const sigma = powerOfQuarter(sigmaClass + lowestClass);
    for (let quarter = 0; quarter < 4; quarter++) {
      const shares = residualShares(points, sigma, (quarter + 0.5) / 4);
      twoSided.push(entriesOfShares(shares));
      oneSided.push(entriesOfShares(shares.map((share, i) => (i < zeroResidual ? 0 : share))));
    }
  }
  return [entriesOfShares(nothing), ...twoSided, ...oneSided];
}
