// rANS where every symbol has a context: a table of its own among many, chosen by a byte. A symbol is found in two steps,
// slot to symbol in bytes, then symbol to frequency and start, because a table of words per context would not stay
// cached. See rans-lanes.ts for how the coder works.
//
//     owners    4096 bytes per context: the symbol that owns a slot
//     entries   32 words per context, one per symbol: frequency, 1 to 4095 | start slot << 16

import { fullLanes, isBegin, LOWEST_STATE, lowLanes, packedWords, push, refill, SLOT_BITS, SLOT_MASK } from './rans-lanes';

// @ts-ignore: decorator
@inline const ENTRY_SHIFT = 7; // 32 words per context

// @ts-ignore: decorator
@inline
function entryAt(context: usize, symbol: usize, entries: usize): usize {
  return entries + (context << ENTRY_SHIFT) + (symbol << 2);
}

// @ts-ignore: decorator
@inline
function encoderEntries(contexts: usize, symbols: usize, entries: usize): v128 {
  let entry = v128.load32_zero(entryAt(load<u8>(contexts), load<u8>(symbols), entries));
  entry = v128.load32_lane(entryAt(load<u8>(contexts, 1), load<u8>(symbols, 1), entries), entry, 1);
  entry = v128.load32_lane(entryAt(load<u8>(contexts, 2), load<u8>(symbols, 2), entries), entry, 2);
  return v128.load32_lane(entryAt(load<u8>(contexts, 3), load<u8>(symbols, 3), entries), entry, 3);
}

/**
 * Codes `count` symbols (a multiple of 16), each below 32, in the contexts beside them, downwards from `end`.
 *
 * @returns where the stream begins; it is at most 64 + 2 · count bytes long, and up to 8 bytes before it are touched
 */
export function encodeInContexts(contexts: usize, symbols: usize, count: i32, entries: usize, end: usize): usize {
  let state0 = i32x4.splat(LOWEST_STATE);
  let state1 = state0;
  let state2 = state0;
  let state3 = state0;
  let cursor = end;
  const distance = contexts - symbols;
  for (let at = symbols + <usize>count; at > symbols; ) {
    at -= 16;
    const entry3 = encoderEntries(at + distance + 12, at + 12, entries);
    const frequency3 = v128.and(entry3, i32x4.splat(0xffff));
    const full3 = fullLanes(state3, frequency3);
    const mask3 = i32x4.bitmask(full3);
    v128.store64_lane(cursor - 8, packedWords(state3, mask3), 0);
    cursor -= (<usize>popcnt(mask3)) << 1;
    state3 = push(state3, frequency3, i32x4.shr_u(entry3, 16), full3);

    const entry2 = encoderEntries(at + distance + 8, at + 8, entries);
    const frequency2 = v128.and(entry2, i32x4.splat(0xffff));
    const full2 = fullLanes(state2, frequency2);
    const mask2 = i32x4.bitmask(full2);
    v128.store64_lane(cursor - 8, packedWords(state2, mask2), 0);
    cursor -= (<usize>popcnt(mask2)) << 1;
    state2 = push(state2, frequency2, i32x4.shr_u(entry2, 16), full2);

    const entry1 = encoderEntries(at + distance + 4, at + 4, entries);
    const frequency1 = v128.and(entry1, i32x4.splat(0xffff));
    const full1 = fullLanes(state1, frequency1);
    const mask1 = i32x4.bitmask(full1);
    v128.store64_lane(cursor - 8, packedWords(state1, mask1), 0);
    cursor -= (<usize>popcnt(mask1)) << 1;
    state1 = push(state1, frequency1, i32x4.shr_u(entry1, 16), full1);

    const entry0 = encoderEntries(at + distance, at, entries);
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
function ownerAt(context: usize, slot: i32, owners: usize): i32 {
  return <i32>load<u8>(owners + (context << SLOT_BITS) + <usize>slot);
}

/** Symbols that own the slots of four states, one in each lane. */
// @ts-ignore: decorator
@inline
function ownersOf(slots: v128, contexts: usize, owners: usize): v128 {
  let symbols = i32x4.splat(ownerAt(load<u8>(contexts), i32x4.extract_lane(slots, 0), owners));
  symbols = i32x4.replace_lane(symbols, 1, ownerAt(load<u8>(contexts, 1), i32x4.extract_lane(slots, 1), owners));
  symbols = i32x4.replace_lane(symbols, 2, ownerAt(load<u8>(contexts, 2), i32x4.extract_lane(slots, 2), owners));
  return i32x4.replace_lane(symbols, 3, ownerAt(load<u8>(contexts, 3), i32x4.extract_lane(slots, 3), owners));
}

// @ts-ignore: decorator
@inline
function decoderEntries(contexts: usize, symbols: v128, entries: usize): v128 {
  let entry = v128.load32_zero(entryAt(load<u8>(contexts), i32x4.extract_lane(symbols, 0), entries));
  entry = v128.load32_lane(entryAt(load<u8>(contexts, 1), i32x4.extract_lane(symbols, 1), entries), entry, 1);
  entry = v128.load32_lane(entryAt(load<u8>(contexts, 2), i32x4.extract_lane(symbols, 2), entries), entry, 2);
  return v128.load32_lane(entryAt(load<u8>(contexts, 3), i32x4.extract_lane(symbols, 3), entries), entry, 3);
}

// @ts-ignore: decorator
@inline
function pop(state: v128, slots: v128, entry: v128): v128 {
  const scaled = i32x4.mul(v128.and(entry, i32x4.splat(0xffff)), i32x4.shr_u(state, SLOT_BITS));
  return i32x4.add(scaled, i32x4.sub(slots, i32x4.shr_u(entry, 16)));
}

/**
 * Goes on decoding `count` symbols (a multiple of 16).
 *
 * @param coder as `startCoder` left it: 16 states | address of the next word | owners | entries. States and address are
 *   left as they are after the last symbol. The 64 + 2 · (all symbols of the stream) + 8 bytes from the start of the
 *   stream must be readable, whatever they hold
 */
export function decodeInContexts(coder: usize, contexts: usize, symbols: usize, count: i32): void {
  const owners = load<usize>(coder, 68);
  const entries = load<usize>(coder, 72);
  let state0 = v128.load(coder);
  let state1 = v128.load(coder, 16);
  let state2 = v128.load(coder, 32);
  let state3 = v128.load(coder, 48);
  let cursor = load<usize>(coder, 64);
  const slotMask = i32x4.splat(SLOT_MASK);
  const distance = contexts - symbols;
  const end = symbols + <usize>count;
  for (let at = symbols; at < end; at += 16) {
    const context = at + distance;
    const slots0 = v128.and(state0, slotMask);
    const slots1 = v128.and(state1, slotMask);
    const slots2 = v128.and(state2, slotMask);
    const slots3 = v128.and(state3, slotMask);
    const owners0 = ownersOf(slots0, context, owners);
    const owners1 = ownersOf(slots1, context + 4, owners);
    const owners2 = ownersOf(slots2, context + 8, owners);
    const owners3 = ownersOf(slots3, context + 12, owners);
    v128.store(at, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(owners0, owners1), i16x8.narrow_i32x4_u(owners2, owners3)));
    state0 = pop(state0, slots0, decoderEntries(context, owners0, entries));
    state1 = pop(state1, slots1, decoderEntries(context + 4, owners1, entries));
    state2 = pop(state2, slots2, decoderEntries(context + 8, owners2, entries));
    state3 = pop(state3, slots3, decoderEntries(context + 12, owners3, entries));

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
  v128.store(coder, state0);
  v128.store(coder, state1, 16);
  v128.store(coder, state2, 32);
  v128.store(coder, state3, 48);
  store<usize>(coder, cursor, 64);
}

/** Whether all states of a coder are back where the encoder began, as they are after the last symbol. */
export function isCoderAtEnd(coder: usize): bool {
  return (
    isBegin(v128.load(coder)) &&
    isBegin(v128.load(coder, 16)) &&
    isBegin(v128.load(coder, 32)) &&
    isBegin(v128.load(coder, 48))
  );
}

/** Puts a coder, 76 bytes, at the start of a stream. */
export function startCoder(coder: usize, stream: usize, owners: usize, entries: usize): void {
  memory.copy(coder, stream, 64);
  store<usize>(coder, stream + 64, 64);
  store<usize>(coder, owners, 68);
  store<usize>(coder, entries, 72);
}

export function coderCursor(coder: usize): usize {
  return load<usize>(coder, 64);
}
