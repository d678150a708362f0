// A value v is coded in steps of 2^k. With M = floor(|v| / 2^k), and X = M on the prediction's side of zero, ~M on the
// other:
//
//     residual     X - base, from -15 to 15 → symbol 0 to 30; symbol 31: the value follows as it is, 16 bits
//     M > 0        exponent and top mantissa bits follow from M, the bits below the step are stored
//     M = 0        the depth k + 127 - exponent is stored, 1 to 14, then the whole mantissa; or 15 for a zero
//
// Of the bits below the step some may be told by a grid, see grid.ts.
//
// What splitting (split-rows.ts) and joining (join-rows.ts) share. Their loops take four values at a time and have no
// branch on data but for escapes: it would be mispredicted.

// @ts-ignore: decorator
@inline export const ZERO_RESIDUAL = 15;
// @ts-ignore: decorator
@inline export const ESCAPE = 31;
// @ts-ignore: decorator
@inline export const DEPTH_OF_ZERO = 15;
// @ts-ignore: decorator
@inline export const LAST_DEPTH = 14;
/** The context of places that hold no value: symbol 0 is all but certain. */
// @ts-ignore: decorator
@inline export const NO_VALUE_CONTEXT: u8 = 0;

// For each set of lanes, as a bitmask: the bytes of those lanes first; and the first bytes to those lanes.
export const gatherShuffles: usize = memory.data(256, 16);
export const scatterShuffles: usize = memory.data(256, 16);

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
export function lowMask(n: v128): v128 {
  const masks = i8x16(0, 1, 3, 7, 15, 31, 63, 127, 0, 0, 0, 0, 0, 0, 0, 0);
  return i8x16.swizzle(masks, v128.or(n, i32x4.splat(<i32>0x80808000)));
}

/** In each lane the sum of the lanes before it; lanes are below 2^29. */
// @ts-ignore: decorator
@inline
export function sumBefore(n: v128): v128 {
  const zero = i32x4.splat(0);
  const pairs = i32x4.add(n, v128.shuffle<i32>(zero, n, 0, 4, 5, 6));
  const sums = i32x4.add(pairs, v128.shuffle<i32>(zero, pairs, 0, 1, 4, 5));
  return i32x4.sub(sums, n);
}

/** Which of four columns hold a value that is coded, as lanes of ones. */
// @ts-ignore: decorator
@inline
export function presentLanes(presences: usize): v128 {
  return i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(presences)));
}
