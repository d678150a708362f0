// What the rANS coders share. Sixteen states, four to a vector; the words that lanes emit or take are moved by shuffles.
//
// rANS with interleaved states (Duda 2013; Giesen 2014, "Interleaved entropy coders"). A state x is kept in
// [2^15, 2^31). Coding a symbol of frequency f that starts at slot s of 4096:
//
//     encode   if x >= f << 19: emit the low 16 bits, x >>= 16;   x = (x / f) << 12 | s + x % f
//     decode   slot = x & 4095;   x = f * (x >> 12) + slot - s;   if x < 2^15: x = x << 16 | next 16 bits
//
// READ ME FIRST: the encoder runs from the last symbol to the first and writes from the end of its buffer downwards;
// the decoder then reads everything forwards. Symbol i belongs to state i % 16.

// @ts-ignore: decorator
@inline export const SLOT_BITS = 12;
// @ts-ignore: decorator
@inline export const SLOT_MASK = (1 << SLOT_BITS) - 1;
// @ts-ignore: decorator
@inline export const LOWEST_STATE = 1 << 15;

// For each set of lanes, as a bitmask: which byte goes where. 0x80 gives a zero byte.
const expandShuffles: usize = memory.data(256, 16);
const packShuffles: usize = memory.data(256, 16);

/** Fills the shuffle tables. Call once, before anything else. */
export function initRans(): void {
  for (let mask = 0; mask < 16; mask++) {
    const expand = expandShuffles + ((<usize>mask) << 4);
    const pack = packShuffles + ((<usize>mask) << 4);
    v128.store(expand, i8x16.splat(-128));
    v128.store(pack, i8x16.splat(-128));
    let taken: usize = 0;
    let packedAt: usize = 8 - 2 * popcnt(mask);
    for (let lane: usize = 0; lane < 4; lane++) {
      if (((mask >> <i32>lane) & 1) == 0) continue;
      store<u16>(expand + (lane << 2), <u16>(((2 * taken + 1) << 8) | (2 * taken)));
      store<u16>(pack + packedAt, <u16>(((4 * lane + 1) << 8) | (4 * lane)));
      taken++;
      packedAt += 2;
    }
  }
}

/** Lanes that must emit a word before they take a symbol of this frequency, at most 4095. */
// @ts-ignore: decorator
@inline
export function fullLanes(state: v128, frequency: v128): v128 {
  return i32x4.ge_s(state, i32x4.shl(frequency, 31 - SLOT_BITS));
}

/** Low words of the lanes in `mask`, at the end of the first 8 bytes. */
// @ts-ignore: decorator
@inline
export function packedWords(state: v128, mask: i32): v128 {
  return i8x16.swizzle(state, v128.load(packShuffles + ((<usize>mask) << 4)));
}

// x / frequency without an integer division: the quotient is below 2^19, float32 is off by less than 1/2 of it, and the
// factor below 1 makes the error one-sided, so one correction is enough. Adding 2^23 rounds to a whole number.
// @ts-ignore: decorator
@inline
export function push(state: v128, frequency: v128, start: v128, full: v128): v128 {
  const x = v128.bitselect(i32x4.shr_u(state, 16), state, full);
  const shrunk = f32x4.mul(f32x4.convert_i32x4_s(x), f32x4.splat(0.9999995));
  const ratio = f32x4.sub(f32x4.div(shrunk, f32x4.convert_i32x4_s(frequency)), f32x4.splat(0.5));
  const guess = v128.and(f32x4.add(ratio, f32x4.splat(8388608.0)), i32x4.splat(0x7fffff));
  const rest = i32x4.sub(x, i32x4.mul(guess, frequency));
  const isLow = i32x4.ge_s(rest, frequency);
  const remainder = i32x4.sub(rest, v128.and(frequency, isLow));
  const quotient = i32x4.sub(guess, isLow);
  return i32x4.add(i32x4.add(i32x4.shl(quotient, SLOT_BITS), remainder), start);
}

// @ts-ignore: decorator
@inline
export function lowLanes(state: v128): v128 {
  return i32x4.lt_s(state, i32x4.splat(LOWEST_STATE));
}

/** Gives the next words at `cursor` to the lanes in `mask`. */
// @ts-ignore: decorator
@inline
export function refill(state: v128, low: v128, mask: i32, cursor: usize): v128 {
  const words = i8x16.swizzle(v128.load64_zero(cursor), v128.load(expandShuffles + ((<usize>mask) << 4)));
  return v128.bitselect(v128.or(i32x4.shl(state, 16), words), state, low);
}

/** Whether all states are where the encoder began. */
// @ts-ignore: decorator
@inline
export function isBegin(state: v128): bool {
  return i32x4.all_true(i32x4.eq(state, i32x4.splat(LOWEST_STATE)));
}
