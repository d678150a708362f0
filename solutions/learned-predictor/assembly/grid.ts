// The soft grid: a value that is the sum of two others of coarser spacing often ends in zero bits, the smaller the more.
// Of the bits below the step the encoder tells first how many of them are zero, from the lowest up; the bit above those is
// one, and only what is left above it is stored.
//
//     bits below the step    b b b 1 0 0     symbol 2, stored: b b b
//                            0 0 0 0 0 0     symbol 6, nothing stored
//
//     context    8 · class of the exponent + number of bits below the step; 0 where there are none
//
// The table is sent as odds that a bit is zero when those below it are, by class and place of the bit.

import { HAS_GRID, Job } from './job';
import { log2 } from './log2';
import { allocateZeros } from './memory';
import { codeOdds, shareOf } from './odds';
import { pays } from './price';
import { codeNumber } from './side-info';
import { setEntries, SYMBOLS } from './tables';

// @ts-ignore: decorator
@inline const CLASSES = 28;
// @ts-ignore: decorator
@inline export const GRID_CONTEXTS: usize = 8 * CLASSES;
/** The classes begin so far below the mean exponent. */
// @ts-ignore: decorator
@inline const BELOW_MEAN = 20;
/** What the grid takes, in ns per value. */
// @ts-ignore: decorator
@inline const GRID_NS: f64 = 8;
// @ts-ignore: decorator
@inline const SAMPLED = 4096;
/** Of more values only about so many are counted. */
// @ts-ignore: decorator
@inline const COUNTED = 1 << 16;
/** About what its table and the end of its stream take, in bits, with a margin. */
// @ts-ignore: decorator
@inline const FIXED_BITS: f64 = 3000;

/** Contexts of four values, as bytes of a lane each. */
// @ts-ignore: decorator
@inline
export function gridContexts(exponents: v128, lowCounts: v128, gridBase: v128): v128 {
  const above = i32x4.sub(exponents, gridBase);
  const within = i32x4.max_s(i32x4.min_s(above, i32x4.splat(CLASSES - 1)), i32x4.splat(0));
  const hasNone = i32x4.eq(lowCounts, i32x4.splat(0));
  return v128.andnot(i32x4.add(i32x4.shl(within, 3), lowCounts), hasNone);
}

/** Sets the flag if even values are so frequent that a grid pays. @param meanExponent an exponent field */
export function chooseGrid(job: Job, meanExponent: i32): void {
  job.gridBase = meanExponent - BELOW_MEAN;
  const count = job.rows * job.cols;
  const step = max(1, count / SAMPLED) | 1;
  let even: f64 = 1;
  let all: f64 = 2;
  for (let i = 0; i < count; i += step) {
    const value = load<u16>(job.values + ((<usize>i) << 1));
    if (value == 0) continue;
    all += 1;
    if ((value & 1) == 0) even += 1;
  }
  const share = even / all;
  if (share < 0.52) return;
  // The bits above the lowest gain as well: about as much again and a half.
  const bits = 2.5 * (1 + share * log2(share) + (1 - share) * log2(1 - share));
  if (pays(bits - FIXED_BITS / <f64>count, GRID_NS)) job.flags |= HAS_GRID;
}

// Per class and place of a bit: how often it was one, zero, when those below were zero.
const counts: usize = memory.data(4 * 2 * 8 * CLASSES, 16);
const shares: usize = memory.data(64, 16);

/** Counts some of the contexts and symbols, and sends the table. Returns the entries. */
export function sendGridTable(job: Job, count: i32): usize {
  memory.fill(counts, 0, 4 * 2 * 8 * CLASSES);
  const step = <usize>(max(1, count / COUNTED) | 1);
  for (let i: usize = 0; i < <usize>count; i += step) {
    const context = <usize>load<u8>(job.gridContexts + i);
    const zeros = <usize>load<u8>(job.gridSymbols + i);
    const ofClass = counts + ((context >> 3) << 6);
    for (let place: usize = 0; place < zeros; place++) bump(ofClass + (place << 3) + 4);
    if (zeros < (context & 7)) bump(ofClass + (zeros << 3));
  }
  return codeGridTable(job);
}

function bump(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

/** In both directions: the entries of all contexts. */
export function codeGridTable(job: Job): usize {
  const entries = allocateZeros(<i32>(GRID_CONTEXTS * SYMBOLS * 4));
  for (let context: usize = 0; context < GRID_CONTEXTS; context += 8) {
    memory.fill(shares, 0, 64);
    let left: f64 = 1;
    for (let place: usize = 0; place < 7; place++) {
      // Shares of the contexts with so many bits: those of the first places are the same in all.
      store<f64>(shares + (place << 3), left);
      if (place > 0) setEntries(entries + (context + place) * SYMBOLS * 4, shares, <i32>place + 1);
      const at = counts + (context << 3) + (place << 3);
      const zero = shareOf(codeOdds(load<u32>(at, 4), load<u32>(at)));
      store<f64>(shares + (place << 3), left * (1 - zero));
      left *= zero;
    }
    store<f64>(shares, left, 56);
    setEntries(entries + (context + 7) * SYMBOLS * 4, shares, 8);
  }
  // Where there are no such bits: symbol 0, all but certainly.
  memory.fill(shares, 0, 64);
  store<f64>(shares, 1);
  store<f64>(shares, 1e-9, 8);
  setEntries(entries, shares, 2);
  return entries;
}
