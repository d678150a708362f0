// Exponents two to a byte, so that a coder of bytes has half as many to code.
//
// A class is 0 for an exponent of 0, `base` - exponent modulo 256 where that is 1 to 14, and 15 for all others, the
// escapes, which are kept beside the classes. Of 32 values, byte i has the classes of the values i and i + 16:
//
//     7 ........... 4 | 3 ....... 0
//     value i + 16    |   value i
//
// The loops work on 32 values at a time: buffers must have room for a whole group.

// @ts-ignore: decorator
@inline export const REGULAR_CLASSES = 14;
// @ts-ignore: decorator
@inline const ESCAPE: i8 = 15;

// @ts-ignore: decorator
@inline
function classesOf(exponents: v128, bases: v128): v128 {
  const one = i8x16.splat(1);
  const below = i8x16.min_u(i8x16.sub(i8x16.sub(bases, exponents), one), i8x16.splat(<i8>REGULAR_CLASSES));
  return v128.andnot(i8x16.add(below, one), i8x16.eq(exponents, i8x16.splat(0)));
}

// @ts-ignore: decorator
@inline
function exponentsOf(classes: v128, bases: v128): v128 {
  return v128.andnot(i8x16.sub(bases, classes), i8x16.eq(classes, i8x16.splat(0)));
}

// @ts-ignore: decorator
@inline
function escapesOf(low: v128, high: v128): u32 {
  const escape = i8x16.splat(ESCAPE);
  return i8x16.bitmask(i8x16.eq(low, escape)) | (i8x16.bitmask(i8x16.eq(high, escape)) << 16);
}

/** Writes the classes of `count` exponents over them, and the escapes to `escapes`. Returns the end of the escapes. */
export function pairExponents(exponents: usize, count: i32, base: i32, escapes: usize): usize {
  const bases = i8x16.splat(<i8>base);
  for (let i: usize = 0; i < <usize>count; i += 32) {
    const low = classesOf(v128.load(exponents + i), bases);
    const high = classesOf(v128.load(exponents + i, 16), bases);
    for (let mask = escapesOf(low, high); mask != 0; mask &= mask - 1) {
      store<u8>(escapes++, load<u8>(exponents + i + <usize>ctz(mask)));
    }
    v128.store(exponents + (i >> 1), v128.or(low, i16x8.shl(high, 4)));
  }
  return escapes;
}

/** The inverse: writes exponents, and takes the escapes from `escapes`. Returns their end. */
export function splitPairs(pairs: usize, exponents: usize, count: i32, base: i32, escapes: usize): usize {
  const bases = i8x16.splat(<i8>base);
  const nibble = i8x16.splat(15);
  for (let i: usize = 0; i < <usize>count; i += 32) {
    const both = v128.load(pairs + (i >> 1));
    const low = v128.and(both, nibble);
    const high = v128.and(i16x8.shr_u(both, 4), nibble);
    v128.store(exponents + i, exponentsOf(low, bases));
    v128.store(exponents + i, exponentsOf(high, bases), 16);
    for (let mask = escapesOf(low, high); mask != 0; mask &= mask - 1) {
      store<u8>(exponents + i + <usize>ctz(mask), load<u8>(escapes++));
    }
  }
  return escapes;
}
