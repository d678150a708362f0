import { extendBasis, predictByBasis, startBasis } from './basis';
import { HUGE } from './columns';
import { gridContexts } from './grid';
import { HAS_BASIS, HAS_GRID, Job, MASKED, ROW_COPY } from './job';
import { maskRow, startPresences } from './mask';
import { chooseSteps, predictRow } from './predict';
import {
  DEPTH_OF_ZERO,
  ESCAPE,
  gatherShuffles,
  LAST_DEPTH,
  lowMask,
  NO_VALUE_CONTEXT,
  presentLanes,
  sumBefore,
  ZERO_RESIDUAL,
} from './residuals';

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
