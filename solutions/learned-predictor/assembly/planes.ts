// Splits bfloat16 values into two bytes each and merges them again.
//
//     15 | 14 ........ 7 | 6 ....... 0      value, little-endian in memory
//      s |  exponent (8) | mantissa (7)
//
//     exponent byte    e e e e e e e e
//     sign|mantissa    s m m m m m m m
//
// The loops work on 16 values (32 bytes) at a time: buffers must have room for a whole group.

/** Range of the exponents that `splitPlanes` met last, 0 left out, and whether there was a 0. */
export let leastExponent: u32 = 0;
export let greatestExponent: u32 = 0;
export let hasZeroExponent: bool = false;

/** Preconditions: src, exponents and rest are readable and writable up to the next multiple of 16 values. */
export function splitPlanes(src: usize, exponents: usize, rest: usize, count: i32): void {
  let least = i8x16.splat(-1);
  let greatest = i8x16.splat(0);
  let any = i8x16.splat(-1);
  const low = i16x8.splat(0xff);
  const mantissa = i16x8.splat(0x7f);
  for (let i = 0; i < count; i += 16) {
    const a = v128.load(src + ((<usize>i) << 1));
    const b = v128.load(src + ((<usize>i) << 1), 16);
    const ea = v128.and(i16x8.shr_u(a, 7), low);
    const eb = v128.and(i16x8.shr_u(b, 7), low);
    const both = i8x16.narrow_i16x8_u(ea, eb);
    v128.store(exponents + <usize>i, both);
    // One less, so that zero becomes the greatest and does not count as the least.
    least = i8x16.min_u(least, i8x16.sub(both, i8x16.splat(1)));
    greatest = i8x16.max_u(greatest, both);
    any = i8x16.min_u(any, both);
    const ra = v128.or(v128.and(a, mantissa), i16x8.shl(i16x8.shr_u(a, 15), 7));
    const rb = v128.or(v128.and(b, mantissa), i16x8.shl(i16x8.shr_u(b, 15), 7));
    v128.store(rest + <usize>i, i8x16.narrow_i16x8_u(ra, rb));
  }
  hasZeroExponent = !i8x16.all_true(any);
  v128.store(lanes, least);
  v128.store(lanes, greatest, 16);
  leastExponent = 255;
  greatestExponent = 0;
  for (let lane: usize = 0; lane < 16; lane++) {
    leastExponent = min<u32>(leastExponent, load<u8>(lanes + lane));
    greatestExponent = max<u32>(greatestExponent, load<u8>(lanes + lane, 16));
  }
  leastExponent++;
}

const lanes: usize = memory.data(32, 16);

/** The inverse of `splitPlanes`, with the same preconditions. */
export function mergePlanes(exponents: usize, rest: usize, dst: usize, count: i32): void {
  for (let i = 0; i < count; i += 16) {
    const e = v128.load(exponents + <usize>i);
    const r = v128.load(rest + <usize>i);
    v128.store(dst + ((<usize>i) << 1), mergeEight(i16x8.extend_low_i8x16_u(e), i16x8.extend_low_i8x16_u(r)));
    v128.store(dst + ((<usize>i) << 1), mergeEight(i16x8.extend_high_i8x16_u(e), i16x8.extend_high_i8x16_u(r)), 16);
  }
}

// @ts-ignore: decorator
@inline
function mergeEight(exponents: v128, rest: v128): v128 {
  const signs = i16x8.shl(i16x8.shr_u(rest, 7), 15);
  const mantissas = v128.and(rest, i16x8.splat(0x7f));
  return v128.or(v128.or(i16x8.shl(exponents, 7), mantissas), signs);
}
