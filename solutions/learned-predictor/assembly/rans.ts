// Order-0 coding of bytes: one table for all symbols of a stream. See rans-lanes.ts for how it works.

import { fullLanes, isBegin, LOWEST_STATE, lowLanes, packedWords, push, refill, SLOT_BITS, SLOT_MASK } from './rans-lanes';

// @ts-ignore: decorator
@inline
function encoderEntries(symbols: usize, table: usize): v128 {
  let entry = v128.load32_zero(table + ((<usize>load<u8>(symbols)) << 2));
  entry = v128.load32_lane(table + ((<usize>load<u8>(symbols, 1)) << 2), entry, 1);
  entry = v128.load32_lane(table + ((<usize>load<u8>(symbols, 2)) << 2), entry, 2);
  return v128.load32_lane(table + ((<usize>load<u8>(symbols, 3)) << 2), entry, 3);
}

/**
 * Codes `count` symbols (a multiple of 16) at `symbols`, downwards from `end`.
 *
 * @param table per symbol: frequency, 1 to 4095 | start slot << 16
 * @returns where the stream begins; it is at most 64 + 2 · count bytes long, and up to 8 bytes before it are touched
 */
export function encodeRans(symbols: usize, count: i32, table: usize, end: usize): usize {
  let state0 = i32x4.splat(LOWEST_STATE);
  let state1 = state0;
  let state2 = state0;
  let state3 = state0;
  let cursor = end;
  for (let at = symbols + <usize>count; at > symbols; ) {
    at -= 16;
    const entry3 = encoderEntries(at + 12, table);
    const frequency3 = v128.and(entry3, i32x4.splat(0xffff));
    const full3 = fullLanes(state3, frequency3);
    const mask3 = i32x4.bitmask(full3);
    v128.store64_lane(cursor - 8, packedWords(state3, mask3), 0);
    cursor -= (<usize>popcnt(mask3)) << 1;
    state3 = push(state3, frequency3, i32x4.shr_u(entry3, 16), full3);

    const entry2 = encoderEntries(at + 8, table);
    const frequency2 = v128.and(entry2, i32x4.splat(0xffff));
    const full2 = fullLanes(state2, frequency2);
    const mask2 = i32x4.bitmask(full2);
    v128.store64_lane(cursor - 8, packedWords(state2, mask2), 0);
    cursor -= (<usize>popcnt(mask2)) << 1;
    state2 = push(state2, frequency2, i32x4.shr_u(entry2, 16), full2);

    const entry1 = encoderEntries(at + 4, table);
    const frequency1 = v128.and(entry1, i32x4.splat(0xffff));
    const full1 = fullLanes(state1, frequency1);
    const mask1 = i32x4.bitmask(full1);
    v128.store64_lane(cursor - 8, packedWords(state1, mask1), 0);
    cursor -= (<usize>popcnt(mask1)) << 1;
    state1 = push(state1, frequency1, i32x4.shr_u(entry1, 16), full1);

    const entry0 = encoderEntries(at, table);
    const frequency0 = v128.and(entry0, i32x4.splat(0xffff));
    const full0 = fullLanes(state0, frequency0);
    const mask0 = i32x4.bitmask(full0);
    v128.store64_lane(cursor - 8, packedWords(state0, mask0), 0);
    cursor -= (<usize>popcnt(mask0)) << 1;
    state0 = push(state0, frequency0, i32x4.shr_u(entry0, 16), full0);
  }
  const begin = cursor - 64;
  v128.store(begin, state0);
  v128.store(begin, state1, 16);
  v128.store(begin, state2, 32);
  v128.store(begin, state3, 48);
  return begin;
}

// @ts-ignore: decorator
@inline
function decoderEntries(state: v128, table: usize): v128 {
  const slots = i32x4.shl(v128.and(state, i32x4.splat(SLOT_MASK)), 2);
  let entry = v128.load32_zero(table + i32x4.extract_lane(slots, 0));
  entry = v128.load32_lane(table + i32x4.extract_lane(slots, 1), entry, 1);
  entry = v128.load32_lane(table + i32x4.extract_lane(slots, 2), entry, 2);
  return v128.load32_lane(table + i32x4.extract_lane(slots, 3), entry, 3);
}

// @ts-ignore: decorator
@inline
function pop(state: v128, entry: v128): v128 {
  const bias = v128.and(i32x4.shr_u(entry, 8), i32x4.splat(SLOT_MASK));
  return i32x4.add(i32x4.mul(i32x4.shr_u(entry, 20), i32x4.shr_u(state, SLOT_BITS)), bias);
}

/**
 * Decodes `count` symbols (a multiple of 16).
 *
 * @param table per slot: symbol | (slot - start) << 8 | frequency << 20
 * @param src readable for 64 + 2 · count + 8 bytes, whatever they hold: a damaged stream gives wrong symbols, no trap
 * @returns where reading ended if all states are back where the encoder began, otherwise 0
 */
export function decodeRans(src: usize, symbols: usize, count: i32, table: usize): usize {
  let state0 = v128.load(src);
  let state1 = v128.load(src, 16);
  let state2 = v128.load(src, 32);
  let state3 = v128.load(src, 48);
  let cursor = src + 64;
  const byte = i32x4.splat(0xff);
  const end = symbols + <usize>count;
  for (let at = symbols; at < end; at += 16) {
    const entry0 = decoderEntries(state0, table);
    const entry1 = decoderEntries(state1, table);
    const entry2 = decoderEntries(state2, table);
    const entry3 = decoderEntries(state3, table);
    const first = i16x8.narrow_i32x4_u(v128.and(entry0, byte), v128.and(entry1, byte));
    const second = i16x8.narrow_i32x4_u(v128.and(entry2, byte), v128.and(entry3, byte));
    v128.store(at, i8x16.narrow_i16x8_u(first, second));
    state0 = pop(state0, entry0);
    state1 = pop(state1, entry1);
    state2 = pop(state2, entry2);
    state3 = pop(state3, entry3);

    const low0 = lowLanes(state0);
    const mask0 = i32x4.bitmask(low0);
    state0 = refill(state0, low0, mask0, cursor);
    cursor += (<usize>popcnt(mask0)) << 1;

    const low1 = lowLanes(state1);
    const mask1 = i32x4.bitmask(low1);
    state1 = refill(state1, low1, mask1, cursor);
    cursor += (<usize>popcnt(mask1)) << 1;

    const low2 = lowLanes(state2);
    const mask2 = i32x4.bitmask(low2);
    state2 = refill(state2, low2, mask2, cursor);
    cursor += (<usize>popcnt(mask2)) << 1;

    const low3 = lowLanes(state3);
    const mask3 = i32x4.bitmask(low3);
    state3 = refill(state3, low3, mask3, cursor);
    cursor += (<usize>popcnt(mask3)) << 1;
  }
  return isBegin(state0) && isBegin(state1) && isBegin(state2) && isBegin(state3) ? cursor : 0;
}
