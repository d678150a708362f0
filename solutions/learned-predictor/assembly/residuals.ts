import { decodeInContexts } from './context-rans';
import { extendBasis, predictByBasis, startBasis } from './basis';
import { floatsOf, HUGE } from './columns';
import { gridContexts } from './grid';
import { HAS_BASIS, HAS_GRID, Job, MASKED, ROW_COPY, ROW_ZERO } from './job';
import { maskRow, startPresences, unmaskRow } from './mask';
import { chooseSteps, predictRow } from './predict';

// A value v is coded in steps of 2^k. With M = floor(|v| / 2^k), and X = M on the prediction's side of zero, ~M on the
// other:
//
//     residual     X - base, from -15 to 15 → symbol 0 to 30; symbol 31: the value follows as it is, 16 bits
//     M > 0        exponent and top mantissa bits follow from M, the bits below the step are stored
//     M = 0        the depth k + 127 - exponent is stored, 1 to 14, then the whole mantissa; or 15 for a zero
//
// Of the bits below the step some may be told by a grid, see grid.ts.
//
// The loops take four values at a time and have no branch on data but for escapes: it would be mispredicted.

// @ts-ignore: decorator
@inline const ZERO_RESIDUAL = 15;
// @ts-ignore: decorator
@inline const ESCAPE = 31;
// @ts-ignore: decorator
@inline const LAST_DEPTH = 14;
// @ts-ignore: decorator
@inline const DEPTH_OF_ZERO = 15;
/** The context of places that hold no value: symbol 0 is all but certain. */
// @ts-ignore: decorator
@inline const NO_VALUE_CONTEXT: u8 = 0;

// For each set of lanes, as a bitmask: the bytes of those lanes first; and the first bytes to those lanes.
const gatherShuffles: usize = memory.data(256, 16);
const scatterShuffles: usize = memory.data(256, 16);

/** Fills the shuffle tables. Call once, before anything else. */
export function initResiduals(): void {
  for (let mask = 0; mask < 16; mask++) {
    const gather = gatherShuffles + ((<usize>mask) << 4);
    const scatter = scatterShuffles + ((<usize>mask) << 4);
    v128.store(gather, i8x16.splat(-128));
    v128.store(scatter, i8x16.splat(-128));
    let taken: usize = 0;
    for (let lane: usize = 0; lane < 4; lane++) {
      if (((mask >> <i32>lane) & 1) == 0) continue;
      store<u8>(gather + taken, <u8>(lane << 2));
      store<u8>(scatter + (lane << 2), <u8>taken);
      taken++;
    }
  }
}

/** (1 << n) - 1 for n from 0 to 7 in each lane. */
// @ts-ignore: decorator
@inline
function lowMask(n: v128): v128 {
  const masks = i8x16(0, 1, 3, 7, 15, 31, 63, 127, 0, 0, 0, 0, 0, 0, 0, 0);
  return i8x16.swizzle(masks, v128.or(n, i32x4.splat(<i32>0x80808000)));
}

/** In each lane the sum of the lanes before it; lanes are below 2^29. */
// @ts-ignore: decorator
@inline
function sumBefore(n: v128): v128 {
  const zero = i32x4.splat(0);
  const pairs = i32x4.add(n, v128.shuffle<i32>(zero, n, 0, 4, 5, 6));
  const sums = i32x4.add(pairs, v128.shuffle<i32>(zero, pairs, 0, 1, 4, 5));
  return i32x4.sub(sums, n);
}

/** Which of four columns hold a value that is coded, as lanes of ones. */
// @ts-ignore: decorator
@inline
function presentLanes(presences: usize): v128 {
  return i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(presences)));
}

/** Splits all rows into symbols in contexts, depths, escapes and bits. Returns the number of symbols. */
export function splitRows(job: Job): i32 {
  let bits: u64 = 0;
  let held: i32 = 0;
  let out = job.bits;
  let depths = job.depths;
  let escapes = job.escapes;
  let place: usize = 0;
  const cols = <usize>job.cols;
  const stride = <usize>job.stride;
  const bases = job.bases;
  const stepExponents = job.stepExponents;
  const presences = job.presences;
  const isMasked = (job.flags & MASKED) != 0;
  const hasBasis = (job.flags & HAS_BASIS) != 0;
  const hasGrid = (job.flags & HAS_GRID) != 0;
  const gridBase = i32x4.splat(job.gridBase);
  const noGrid = i32x4.splat(hasGrid ? 0 : -1);
  startPresences(job);
  startBasis(job);
  for (let row = 0; row < job.rows; row++) {
    if (<i32>load<u8>(job.rowKinds + <usize>row) >= ROW_COPY) continue;
    const contexts = job.contexts + place;
    const symbols = job.symbols + place;
    const gridContextsAt = job.gridContexts + (hasGrid ? place : 0);
    const gridSymbolsAt = job.gridSymbols + (hasGrid ? place : 0);
    if (isMasked) maskRow(job, row, place);
    predictRow(job, row);
    if (hasBasis) predictByBasis(job, row);
    chooseSteps(job, row, contexts);
    if (hasBasis) extendBasis(job, row);
    const values = job.values + ((<usize>row * cols) << 1);
    for (let c: usize = 0; c < cols; c += 4) {
      const present = presentLanes(presences + c);
      const value = v128.load16x4_u(values + (c << 1));
      const baseAndSign = v128.load(bases + (c << 2));
      const k = v128.load(stepExponents + (c << 2));
      const magnitude = v128.and(value, i32x4.splat(0x7fff));
      const exponent = i32x4.shr_u(magnitude, 7);
      const stepsPerUnit = i32x4.shl(i32x4.sub(i32x4.splat(127), k), 23);
      const steps = i32x4.trunc_sat_f32x4_s(f32x4.mul(i32x4.shl(magnitude, 16), stepsPerUnit));
      const side = i32x4.shr_s(v128.xor(i32x4.shl(value, 16), baseAndSign), 31);
      const base = v128.and(baseAndSign, i32x4.splat(0x7fffffff));
      const residual = i32x4.add(i32x4.sub(v128.xor(steps, side), base), i32x4.splat(ZERO_RESIDUAL));

      const isZero = i32x4.eq(magnitude, i32x4.splat(0));
      const isSmall = i32x4.eq(steps, i32x4.splat(0));
      const depth = i32x4.sub(i32x4.add(k, i32x4.splat(127)), exponent);
      const tooDeep = v128.andnot(v128.and(isSmall, i32x4.gt_s(depth, i32x4.splat(LAST_DEPTH))), isZero);
      const isHuge = i32x4.ge_s(magnitude, i32x4.splat(HUGE));
      const outside = v128.or(v128.or(i32x4.gt_u(residual, i32x4.splat(ESCAPE - 1)), tooDeep), isHuge);
      const symbol = v128.bitselect(i32x4.splat(ESCAPE), residual, outside);
      const narrow = i16x8.narrow_i32x4_u(v128.and(symbol, present), symbol);
      v128.store32_lane(symbols + c, i8x16.narrow_i16x8_u(narrow, narrow), 0);

      const coded = v128.andnot(present, outside);
      const smallMask = i32x4.bitmask(v128.and(isSmall, coded));
      const depthOrZero = v128.bitselect(i32x4.splat(DEPTH_OF_ZERO), depth, isZero);
      v128.store32_lane(depths, i8x16.swizzle(depthOrZero, v128.load(gatherShuffles + ((<usize>smallMask) << 4))), 0);
      depths += <usize>popcnt(smallMask);

      const shift = i32x4.max_s(i32x4.add(i32x4.sub(k, exponent), i32x4.splat(134)), i32x4.splat(0));
      const wanted = v128.bitselect(i32x4.splat(7), shift, isSmall);
      const lowBits = v128.and(v128.andnot(coded, isZero), wanted);
      const low = v128.and(value, lowMask(lowBits));
      const lowest = f32x4.convert_i32x4_s(v128.and(low, i32x4.neg(low)));
      const firstOne = i32x4.sub(i32x4.shr_u(lowest, 23), i32x4.splat(127));
      const zeros = v128.or(v128.bitselect(lowBits, firstOne, i32x4.eq(low, i32x4.splat(0))), noGrid);
      const context = gridContexts(exponent, lowBits, gridBase);
      const pairs = i16x8.narrow_i32x4_u(context, v128.and(zeros, i32x4.splat(7)));
      const bytes = i8x16.narrow_i16x8_u(pairs, pairs);
      v128.store32_lane(gridContextsAt + c, bytes, 0);
      v128.store32_lane(gridSymbolsAt + c, bytes, 1);
      // What is above the lowest one: that and all below it are shifted out.
      const stored = i32x4.max_s(i32x4.sub(i32x4.sub(lowBits, zeros), i32x4.splat(1)), i32x4.splat(0));
      const shrink = i32x4.shl(i32x4.sub(i32x4.splat(126), zeros), 23);
      const rest = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.convert_i32x4_s(low), shrink));
      // Moving each lane to its place is multiplying by a power of two, which float32 has for the asking.
      const place4 = sumBefore(stored);
      const factor = i32x4.trunc_sat_f32x4_s(i32x4.shl(i32x4.add(place4, i32x4.splat(127)), 23));
      const placed = i32x4.mul(rest, factor);
      const halves = v128.or(placed, v128.shuffle<i32>(placed, placed, 2, 3, 2, 3));
      bits |= (<u64><u32>(i32x4.extract_lane(halves, 0) | i32x4.extract_lane(halves, 1))) << held;
      held += i32x4.extract_lane(place4, 3) + i32x4.extract_lane(stored, 3);
      store<u64>(out, bits);
      out += <usize>(held >> 3);
      bits >>= held & ~7;
      held &= 7;

      let escaped = i32x4.bitmask(v128.and(outside, present));
      while (escaped != 0) {
        store<u16>(escapes, load<u16>(values + ((c + <usize>ctz(escaped)) << 1)));
        escapes += 2;
        escaped &= escaped - 1;
      }
    }
    const beyond = stride - cols;
    memory.fill(contexts + cols, NO_VALUE_CONTEXT, beyond);
    memory.fill(symbols + cols, 0, beyond);
    memory.fill(gridContextsAt + cols, NO_VALUE_CONTEXT, beyond);
    memory.fill(gridSymbolsAt + cols, 0, beyond);
    place += stride;
  }
  job.bitCount = (<i32>(out - job.bits) << 3) + held;
  job.depthCount = <i32>(depths - job.depths);
  job.escapeCount = <i32>(escapes - job.escapes) >> 1;
  return <i32>place;
}

/**
 * Puts all rows together again. The coders of residuals, mask and grid, those that there are, are at the start of their
 * streams; everything else is read as it was written.
 */
export function joinRows(job: Job, residualCoder: usize, maskCoder: usize, gridCoder: usize): void {
  bitAt = 0;
  const depths = job.depths;
  const escapes = job.escapes;
  depthAt = depths;
  escapeAt = escapes;
  const isMasked = (job.flags & MASKED) != 0;
  const hasBasis = (job.flags & HAS_BASIS) != 0;
  const hasGrid = (job.flags & HAS_GRID) != 0;
  startPresences(job);
  startBasis(job);
  // Without a grid no bit is known to be one: a symbol of -1 says so.
  memory.fill(job.gridSymbols, 255, job.stride);
  memory.fill(job.gridContexts, NO_VALUE_CONTEXT, job.stride);
  for (let row = 0; row < job.rows; row++) {
    const kind = <i32>load<u8>(job.rowKinds + <usize>row);
    if (kind >= ROW_COPY) {
      copyOrZero(job, row, kind == ROW_ZERO);
      continue;
    }
    if (isMasked) unmaskRow(job, row, maskCoder);
    predictRow(job, row);
    if (hasBasis) predictByBasis(job, row);
    chooseSteps(job, row, job.contexts);
    memory.fill(job.contexts + <usize>job.cols, NO_VALUE_CONTEXT, job.stride - job.cols);
    decodeInContexts(residualCoder, job.contexts, job.symbols, job.stride);
    joinHighBits(job);
    if (hasGrid) decodeInContexts(gridCoder, job.gridContexts, job.gridSymbols, job.stride);
    joinLowBits(job, row);
    if (hasBasis) extendBasis(job, row);
  }
  job.bitCount = <i32>bitAt;
  job.depthCount = <i32>(depthAt - depths);
  job.escapeCount = <i32>(escapeAt - escapes) >> 1;
}

let bitAt: usize = 0;
let depthAt: usize = 0;
let escapeAt: usize = 0;

/** Values of a row without the bits below the step, and how many of those each has. */
function joinHighBits(job: Job): void {
  let depths = depthAt;
  const cols = <usize>job.cols;
  const bases = job.bases;
  const stepExponents = job.stepExponents;
  const presences = job.presences;
  const symbols = job.symbols;
  const partials = job.partials;
  const lowCounts = job.lowCounts;
  const contexts = job.gridContexts;
  const gridBase = i32x4.splat(job.gridBase);
  for (let c: usize = 0; c < cols; c += 4) {
    const present = presentLanes(presences + c);
    const symbol = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(symbols + c)));
    const baseAndSign = v128.load(bases + (c << 2));
    const k = v128.load(stepExponents + (c << 2));
    const base = v128.and(baseAndSign, i32x4.splat(0x7fffffff));
    const signed = i32x4.add(i32x4.sub(symbol, i32x4.splat(ZERO_RESIDUAL)), base);
    const side = i32x4.shr_s(signed, 31);
    const steps = v128.xor(signed, side);
    const outside = i32x4.eq(symbol, i32x4.splat(ESCAPE));
    const coded = v128.andnot(present, outside);

    const isSmall = i32x4.eq(steps, i32x4.splat(0));
    const smallMask = i32x4.bitmask(v128.and(isSmall, coded));
    const depth = i8x16.swizzle(v128.load32_zero(depths), v128.load(scatterShuffles + ((<usize>smallMask) << 4)));
    depths += <usize>popcnt(smallMask);
    const isZero = v128.and(isSmall, i32x4.eq(depth, i32x4.splat(DEPTH_OF_ZERO)));

    // steps as a float32 has the value's mantissa already, and the exponent of steps.
    const asFloat = i32x4.shr_u(f32x4.convert_i32x4_s(steps), 16);
    const exponentOfLarge = i32x4.add(i32x4.shr_u(asFloat, 7), k);
    const exponentOfSmall = i32x4.sub(i32x4.add(k, i32x4.splat(127)), depth);
    const exponent = v128.bitselect(exponentOfSmall, exponentOfLarge, isSmall);
    const below = i32x4.max_s(i32x4.sub(i32x4.splat(134), i32x4.shr_u(asFloat, 7)), i32x4.splat(0));
    const wanted = v128.bitselect(i32x4.splat(7), below, isSmall);
    const lowBits = v128.and(v128.andnot(coded, isZero), wanted);
    const context = i16x8.narrow_i32x4_u(gridContexts(exponent, lowBits, gridBase), lowBits);
    v128.store32_lane(contexts + c, i8x16.narrow_i16x8_u(context, context), 0);

    const mantissa = v128.andnot(v128.and(asFloat, i32x4.splat(0x7f)), isSmall);
    const magnitude = v128.andnot(v128.and(v128.or(i32x4.shl(exponent, 7), mantissa), i32x4.splat(0x7fff)), isZero);
    const sign = v128.and(i32x4.shr_u(v128.xor(baseAndSign, side), 16), i32x4.splat(0x8000));
    v128.store(partials + (c << 2), v128.and(v128.or(magnitude, sign), coded));
    v128.store(lowCounts + (c << 2), lowBits);

    let escaped = i32x4.bitmask(v128.and(outside, present));
    while (escaped != 0) {
      store<u32>(partials + ((c + <usize>ctz(escaped)) << 2), <u32>load<u16>(escapeAt));
      escapeAt += 2;
      escaped &= escaped - 1;
    }
  }
  depthAt = depths;
}

/** Adds the bits below the step: zeros from the lowest up as the grid says, a one, and what was stored above it. */
function joinLowBits(job: Job, row: i32): void {
  let at = bitAt;
  const cols = <usize>job.cols;
  const values = job.values + ((<usize>row * cols) << 1);
  const floats = job.floats + ((<usize>row * cols) << 2);
  const packedBits = job.bits;
  const partials = job.partials;
  const lowCounts = job.lowCounts;
  const symbols = job.gridSymbols;
  for (let c: usize = 0; c < cols; c += 4) {
    const lowBits = v128.load(lowCounts + (c << 2));
    const zeros = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(symbols + c)));
    const above = i32x4.sub(i32x4.sub(lowBits, zeros), i32x4.splat(1));
    const stored = i32x4.max_s(above, i32x4.splat(0));
    const word = load<u64>(packedBits + (at >> 3)) >> (at & 7);
    const place4 = sumBefore(stored);
    let rest = i32x4.splat(<i32>word);
    rest = i32x4.replace_lane(rest, 1, <i32>(word >> i32x4.extract_lane(place4, 1)));
    rest = i32x4.replace_lane(rest, 2, <i32>(word >> i32x4.extract_lane(place4, 2)));
    rest = i32x4.replace_lane(rest, 3, <i32>(word >> i32x4.extract_lane(place4, 3)));
    at += <usize>(i32x4.extract_lane(place4, 3) + i32x4.extract_lane(stored, 3));

    const odd = v128.or(i32x4.shl(v128.and(rest, lowMask(stored)), 1), i32x4.splat(1));
    const grow = i32x4.shl(i32x4.add(i32x4.splat(127), zeros), 23);
    const low = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.convert_i32x4_s(odd), grow));
    const hasOne = i32x4.ge_s(above, i32x4.splat(0));
    const value = v128.or(v128.load(partials + (c << 2)), v128.and(low, hasOne));
    v128.store(floats + (c << 2), floatsOf(value));
    v128.store64_lane(values + (c << 1), i16x8.narrow_i32x4_u(value, value), 0);
  }
  bitAt = at;
}

function copyOrZero(job: Job, row: i32, isZero: bool): void {
  const cols = <usize>job.cols;
  const values = job.values + ((<usize>row * cols) << 1);
  const floats = job.floats + ((<usize>row * cols) << 2);
  if (isZero) {
    memory.fill(values, 0, cols << 1);
    memory.fill(floats, 0, cols << 2);
    return;
  }
  const reference = <usize>load<i32>(job.references + ((<usize>row) << 2)) * cols;
  memory.copy(values, job.values + (reference << 1), cols << 1);
  memory.copy(floats, job.floats + (reference << 2), cols << 2);
}
