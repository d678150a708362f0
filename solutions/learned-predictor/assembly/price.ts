// What time is worth: the encoder chooses among its modes by expected score, (1 - c) · (1 - t / 1.012 s), where c is the
// compressed fraction and t the time of both directions for the whole matrix.

import { HUGE } from './columns';
import { Job, MASKED, ROW_COPY } from './job';
import { log2 } from './log2';

/** Levels. */
// @ts-ignore: decorator
@inline export const FAST = 0;
// @ts-ignore: decorator
@inline export const BALANCED = 1;
/**
 * What modes take more than planes for both directions, in ns per value: measured on a Zen 4 core at about 3.5 GHz.
 * Other machines differ by less than the gains do.
 */
// @ts-ignore: decorator
@inline const ROWS_NS: f64 = 30;
/** 16 bits · (1 - c) / 1.012 s, for a c of one half, in bits per ns. */
// @ts-ignore: decorator
@inline const BITS_PER_NS: f64 = 8e-9;
/** More values than about this are not looked at. */
// @ts-ignore: decorator
@inline const SAMPLED = 4096;

// @ts-ignore: decorator
@inline const ESCAPE_BITS: f64 = 28;

/** What a nanosecond per value has to bring, in bits per value. */
let price: f64 = 0;

/** @param valueCount of the whole matrix: each value's time delays all */
export function setPrice(level: i32, valueCount: i32): void {
  if (level == FAST) price = Infinity;
  else price = level == BALANCED ? BITS_PER_NS * <f64>valueCount : 0;
}

/** Whether so many bits per value are worth so many nanoseconds. */
export function pays(bits: f64, ns: f64): bool {
  return bits > ns * price;
}

export function canRowsPay(): bool {
  return pays(16, ROWS_NS);
}

/** Whether the rows of an analysed job should be coded as such rather than as planes. */
export function doRowsPay(job: Job): bool {
  return pays(planesBits(job.values, job.rows * job.cols) - rowsBits(job), ROWS_NS);
}

const counts: usize = memory.data(1024, 16);

/** Bits per value as planes: eight, and the entropy of exponents. */
function planesBits(values: usize, count: i32): f64 {
  memory.fill(counts, 0, 1024);
  const step = max(1, count / SAMPLED) | 1;
  let taken: f64 = 0;
  for (let i = 0; i < count; i += step) {
    const at = counts + ((<usize>(load<u16>(values + ((<usize>i) << 1)) >> 7) & 0xff) << 2);
    store<u32>(at, load<u32>(at) + 1);
    taken += 1;
  }
  let bits: f64 = 8;
  for (let exponent: usize = 0; exponent < 256; exponent++) {
    const share = <f64>load<u32>(counts + (exponent << 2)) / taken;
    if (share > 0) bits -= share * log2(share);
  }
  return bits;
}

/**
 * Bits per value as rows: for a normal distribution of which the scale is known they are log2(scale / spacing) + 2.05,
 * and the spacing of a bfloat16 of exponent field e is 2^(e - 134).
 */
function rowsBits(job: Job): f64 {
  const step = max(1, job.rows * job.cols / SAMPLED) | 1;
  let bits: f64 = 0;
  let taken: f64 = 0;
  for (let i = 0; i < job.rows * job.cols; i += step) {
    taken += 1;
    const row = i / job.cols;
    const exponent = (load<u16>(job.values + ((<usize>i) << 1)) >> 7) & 0xff;
    if (<i32>load<u8>(job.rowKinds + <usize>row) >= ROW_COPY) continue;
    if ((job.flags & MASKED) != 0) bits += 0.5;
    if (exponent == 0) continue;
    const scale = <f64>load<i32>(job.rowScales + ((<usize>row) << 2)) * 0.25;
    // No less than the half bit of what is predicted to its last bit. What is huge is an escape: a symbol that hardly
    // any context expects, and all of its bits.
    bits += <i32>exponent >= HUGE >> 7 ? ESCAPE_BITS : max<f64>(scale - <f64>exponent + 134 + 2.05, 0.5);
  }
  return bits / taken;
}
