// Splits bfloat16 values into two bytes each and merges them again.
//
//     15 | 14 ........ 7 | 6 ....... 0      value, little-endian in memory
//      s |  exponent (8) | mantissa (7)
//
//     exponent byte    e e e e e e e e
//     sign|mantissa    s m m m m m m m
//
// The loops work on 16 values (32 bytes) at a time: buffers must have room for a whole group.

/** Preconditions: src, exponents and rest are readable and writable up to the next multiple of 16 values. */
export function splitPlanes(src: usize, exponents: usize, rest: usize, count: i32): void {
  const low = i16x8.splat(0xff);
  const mantissa = i16x8.splat(0x7f);
  for (let i = 0; i < count; i += 16) {
    const a = v128.load(src + ((<usize>i) << 1));
    const b = v128.load(src + ((<usize>i) << 1), 16);
    const ea = v128.and(i16x8.shr_u(a, 7), low);
    const eb = v128.and(i16x8.shr_u(b, 7), low);
    v128.store(exponents + <usize>i, i8x16.narrow_i16x8_u(ea, eb));
    const ra = v128.or(v128.and(a, mantissa), i16x8.shl(i16x8.shr_u(a, 15), 7));
    const rb = v128.or(v128.and(b, mantissa), i16x8.shl(i16x8.shr_u(b, 15), 7));
    v128.store(rest + <usize>i, i8x16.narrow_i16x8_u(ra, rb));
  }
}

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
