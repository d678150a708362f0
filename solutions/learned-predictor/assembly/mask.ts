// The zero mask: for every value whether it is zero, coded before the row's values. Its context:
//
//     1 + 16 · state + density      state 0: the row has no reference; 1: the reference is zero here; 2: it is not
//
// where density is that of the column plus that of the row, in doublings of the odds, kept within 0 to 15.

import { decodeInContexts } from './context-rans';
import { at32, Job, ROW_COPY } from './job';
import { allocateZeros } from './memory';
import { codeOdds, shareOf } from './odds';
import { codeNumber } from './side-info';
import { setEntries, SYMBOLS } from './tables';

// @ts-ignore: decorator
@inline export const MASK_CONTEXTS: usize = 1 + 3 * 16;

/** Every column holds a value, places behind the last do not. */
export function startPresences(job: Job): void {
  memory.fill(job.presences, 0, job.stride);
  memory.fill(job.presences, 255, job.cols);
}

/** Sets `presences` from the values of a row, and writes symbols and contexts of its mask `place` bytes on. */
export function maskRow(job: Job, row: i32, place: usize): void {
  const cols = <usize>job.cols;
  const values = job.values + ((<usize>row * cols) << 1);
  const symbols = job.maskSymbols + place;
  chooseMaskContexts(job, row, job.maskContexts + place);
  for (let c: usize = 0; c < cols; c++) {
    const isZero = load<u16>(values + (c << 1)) == 0;
    store<u8>(job.presences + c, isZero ? 0 : 255);
    store<u8>(symbols + c, isZero ? 0 : 1);
  }
  memory.fill(symbols + cols, 0, <usize>job.stride - cols);
}

/** Sets `presences` of a row from its mask, which it decodes. */
export function unmaskRow(job: Job, row: i32, coder: usize): void {
  const cols = <usize>job.cols;
  chooseMaskContexts(job, row, job.maskContexts);
  decodeInContexts(coder, job.maskContexts, job.maskSymbols, job.stride);
  for (let c: usize = 0; c < cols; c += 16) {
    v128.store(job.presences + c, i8x16.neg(v128.load(job.maskSymbols + c)));
  }
  memory.fill(job.presences + cols, 0, <usize>job.stride - cols);
}

function chooseMaskContexts(job: Job, row: i32, contexts: usize): void {
  const cols = <usize>job.cols;
  const hasReference = load<u8>(job.rowKinds + <usize>row) != 0;
  const reference = job.floats + ((<usize>load<i32>(job.references + ((<usize>row) << 2)) * cols) << 2);
  const ofRow = i8x16.splat(load<i8>(job.rowDensities + <usize>row));
  for (let c: usize = 0; c < cols; c += 16) {
    const density = i8x16.add(v128.load(job.columnDensities + c), ofRow);
    const kept = i8x16.max_s(i8x16.min_s(density, i8x16.splat(15)), i8x16.splat(0));
    let first = i8x16.splat(1);
    if (hasReference) {
      const isFull = i8x16.narrow_i16x8_s(
        i16x8.narrow_i32x4_s(notZero(reference + (c << 2)), notZero(reference + (c << 2) + 16)),
        i16x8.narrow_i32x4_s(notZero(reference + (c << 2) + 32), notZero(reference + (c << 2) + 48)),
      );
      first = i8x16.add(i8x16.splat(17), v128.and(isFull, i8x16.splat(16)));
    }
    v128.store(contexts + c, i8x16.add(first, kept));
  }
  memory.fill(contexts + cols, 0, <usize>job.stride - cols);
}

// @ts-ignore: decorator
@inline
function notZero(floats: usize): v128 {
  return f32x4.ne(v128.load(floats), f32x4.splat(0));
}

/** Densities of columns and rows from how many of their values are coded. */
export function setDensities(job: Job): void {
  const counted = <f32>job.countedRows;
  let total: f32 = 0;
  for (let c = 0; c < job.cols; c++) {
    const count = load<i32>(at32(job.columnCounts, c));
    total += <f32>count;
    store<i8>(job.columnDensities + <usize>c, <i8>(8 + doublings(<f32>count, counted)));
  }
  const average = doublings(total, counted * <f32>job.cols);
  for (let row = 0; row < job.rows; row++) {
    if (<i32>load<u8>(job.rowKinds + <usize>row) >= ROW_COPY) continue;
    const count = load<i32>(at32(job.presentCounts, row));
    store<i8>(job.rowDensities + <usize>row, <i8>(doublings(<f32>count, <f32>job.cols) - average));
  }
}

/** log2 of the odds, rounded, within -16 to 16. */
function doublings(count: f32, all: f32): i32 {
  const odds = (count + 0.5) / (max<f32>(all - count, 0) + 0.5);
  const bits = reinterpret<i32>(odds);
  const rounded = (bits >> 23) - 127 + <i32>((bits & 0x7fffff) > 0x3504f3);
  return max(-16, min(16, rounded));
}

/** Of more values only about so many are counted. */
// @ts-ignore: decorator
@inline const COUNTED = 1 << 16;

const counts: usize = memory.data(8 * 49, 16);
const shares: usize = memory.data(16, 16);

/** Sends densities, and a table from some of the mask's contexts and symbols, `count` each. Returns the entries. */
export function sendMaskTable(job: Job, count: i32): usize {
  memory.fill(counts, 0, MASK_CONTEXTS << 3);
  const step = <usize>(max(1, count / COUNTED) | 1);
  for (let i: usize = 0; i < <usize>count; i += step) {
    const at = counts + ((<usize>load<u8>(job.maskContexts + i)) << 3) + ((<usize>load<u8>(job.maskSymbols + i)) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  return codeMaskTable(job);
}

/** In both directions: the entries of the mask's contexts. */
export function codeMaskTable(job: Job): usize {
  const entries = allocateZeros(<i32>(MASK_CONTEXTS * SYMBOLS * 4));
  codeDensities(job.columnDensities, job.cols);
  codeDensities(job.rowDensities, job.rows);
  for (let context: usize = 0; context < MASK_CONTEXTS; context++) {
    const count = counts + (context << 3);
    // Behind the last column there is nothing but zeros.
    const full = context == 0 ? 0.0001 : shareOf(codeOdds(load<u32>(count, 4), load<u32>(count)));
    store<f64>(shares, 1 - full);
    store<f64>(shares, full, 8);
    setEntries(entries + context * SYMBOLS * 4, shares, 2);
  }
  return entries;
}

function codeDensities(densities: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    store<i8>(densities + i, <i8>codeNumber(load<i8>(densities + i)));
  }
}
