// Frequencies of residuals in every context, from the learned distribution of a shape.

import { powerOfQuarter } from './log2';
import { CLASS_COUNT, LOWEST_CLASS, STEP_CONTEXTS } from './predict';
import { SLOT_BITS } from './rans-lanes';
import { ESCAPE, ZERO_RESIDUAL } from './residuals';

// @ts-ignore: decorator
@inline export const SYMBOLS: usize = 32;
/** The learned distribution has a point every eighth of sigma. */
// @ts-ignore: decorator
@inline const POINTS_PER_SIGMA: f64 = 8;
// @ts-ignore: decorator
@inline export const POINT_COUNT: usize = 64;

/** Anything can happen. */
// @ts-ignore: decorator
@inline const LEAST_SHARE: f64 = 1e-9;

/** Contexts of a shape: one for places without a value, then twice STEP_CONTEXTS, see predict.ts. */
// @ts-ignore: decorator
@inline export const SHAPE_CONTEXTS: usize = 1 + 2 * STEP_CONTEXTS;

/**
 * Builds the entries of all contexts of a shape and who owns their slots.
 *
 * @param points POINT_COUNT u16: share of the values, of 65535, whose distance from the prediction is at most so many
 *   eighths of sigma
 * @param entries SHAPE_CONTEXTS · SYMBOLS u32
 * @param owners SHAPE_CONTEXTS · 4096 bytes
 */
export function buildShape(points: usize, entries: usize, owners: usize): void {
  memory.fill(shares, 0, 8 * SYMBOLS);
  setShare(0, 1);
  setShare(1, LEAST_SHARE);
  setEntries(entries, shares, <i32>SYMBOLS);
  for (let sigmaClass = 0; sigmaClass < CLASS_COUNT; sigmaClass++) {
    const sigma = powerOfQuarter(sigmaClass + LOWEST_CLASS);
    for (let quarter = 0; quarter < 4; quarter++) {
      const context = 1 + 4 * sigmaClass + quarter;
      const offset = (<f64>quarter + 0.5) * 0.25;
      for (let i = 0; i < ESCAPE; i++) {
        const from = <f64>(i - ZERO_RESIDUAL) - offset;
        const share = shareBelow(points, (from + 1) / sigma) - shareBelow(points, from / sigma);
        setShare(i, share);
      }
      const at = entries + <usize>context * (SYMBOLS << 2);
      setShare(ESCAPE, 1 - sumOfShares());
      setEntries(at, shares, <i32>SYMBOLS);
      memory.fill(shares, 0, 8 * ZERO_RESIDUAL);
      setEntries(at + <usize>STEP_CONTEXTS * (SYMBOLS << 2), shares, <i32>SYMBOLS);
    }
  }
  fillAllOwners(entries, SHAPE_CONTEXTS, owners);
}

/** Writes who owns the slots of so many contexts. */
export function fillAllOwners(entries: usize, contextCount: usize, owners: usize): void {
  for (let context: usize = 0; context < contextCount; context++) {
    fillOwners(entries + context * (SYMBOLS << 2), <i32>SYMBOLS, owners + (context << SLOT_BITS));
  }
}

const shares: usize = memory.data(256, 16);

function setShare(symbol: usize, share: f64): void {
  store<f64>(shares + (symbol << 3), max<f64>(share, LEAST_SHARE));
}

function sumOfShares(): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < ESCAPE; i++) sum += load<f64>(shares + ((<usize>i) << 3));
  return sum;
}

/** Share of the values below z sigmas, between the points of the distribution linear. */
function shareBelow(points: usize, z: f64): f64 {
  const distance = abs<f64>(z) * POINTS_PER_SIGMA;
  const point = <i32>min<f64>(distance, <f64>(POINT_COUNT - 2));
  const low = <f64>load<u16>(points + ((<usize>point) << 1));
  const high = <f64>load<u16>(points + ((<usize>point) << 1), 2);
  const within = min<f64>(low + (high - low) * (distance - <f64>point), 65535) / 131070;
  return z < 0 ? 0.5 - within : 0.5 + within;
}

/**
 * Frequencies, 4096 in all and at most 4095 each, in proportion to shares that are f64. A symbol with a share gets one
 * at least, one without none: it must not occur.
 */
export function setEntries(entries: usize, shares: usize, count: i32): void {
  let sum: f64 = 0;
  let free = 1 << SLOT_BITS;
  for (let i = 0; i < count; i++) {
    const share = load<f64>(shares + ((<usize>i) << 3));
    sum += share;
    if (share > 0) free--;
  }
  let left = free;
  let most = 0;
  for (let i = 0; i < count; i++) {
    const share = load<f64>(shares + ((<usize>i) << 3));
    const extra = share > 0 ? <i32>((share / sum) * <f64>free) : 0;
    store<u32>(entries + ((<usize>i) << 2), <u32>(extra + <i32>(share > 0)));
    left -= extra;
    if (share > load<f64>(shares + ((<usize>most) << 3))) most = i;
  }
  const atMost = entries + ((<usize>most) << 2);
  store<u32>(atMost, min<u32>(load<u32>(atMost) + left, (1 << SLOT_BITS) - 1));
  startEntries(entries, count);
}

/** Puts the start slots beside frequencies; returns their sum. */
export function startEntries(entries: usize, count: i32): i32 {
  let start: u32 = 0;
  for (let i = 0; i < count; i++) {
    const at = entries + ((<usize>i) << 2);
    const frequency = load<u32>(at);
    store<u32>(at, frequency | (start << 16));
    start += frequency;
  }
  return start;
}

/** Writes who owns each of the 4096 slots; symbol 0 owns what nobody does. */
export function fillOwners(entries: usize, count: i32, owners: usize): void {
  memory.fill(owners, 0, 1 << SLOT_BITS);
  for (let i = 0; i < count; i++) {
    const entry = load<u32>(entries + ((<usize>i) << 2));
    memory.fill(owners + (entry >> 16), <u8>i, entry & 0xffff);
  }
}

/** The decoder's table of order 0: symbol | (slot - start) << 8 | frequency << 20 for every slot. */
export function fillSlots(entries: usize, count: i32, slots: usize): void {
  memory.fill(slots, 0, 4 << SLOT_BITS);
  for (let i = 0; i < count; i++) {
    const entry = load<u32>(entries + ((<usize>i) << 2));
    const frequency = entry & 0xffff;
    const first = slots + ((<usize>entry >> 16) << 2);
    for (let j: u32 = 0; j < frequency; j++) store<u32>(first + (<usize>j << 2), i | (j << 8) | (frequency << 20));
  }
}
