import { extendBasis, predictByBasis, startBasis } from './basis';
import { floatsOf } from './columns';
import { decodeInContexts } from './context-rans';
import { gridContexts } from './grid';
import { HAS_BASIS, HAS_GRID, Job, MASKED, ROW_COPY, ROW_ZERO } from './job';
import { startPresences, unmaskRow } from './mask';
import { chooseSteps, predictRow } from './predict';
import {
  DEPTH_OF_ZERO,
  ESCAPE,
  lowMask,
  NO_VALUE_CONTEXT,
  presentLanes,
  scatterShuffles,
  sumBefore,
  ZERO_RESIDUAL,
} from './residuals';

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
