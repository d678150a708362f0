import { allocate } from './memory';
import { decodePlanes, encodePlanes } from './planes-block';
import { canRowsPay } from './price';
import { decodeRows, encodeRows } from './rows-block';

// Modes of a block; 0 is a stored one, which is not seen here.
// @ts-ignore: decorator
@inline const PLANES = 1;
// @ts-ignore: decorator
@inline const ROWS = 2;

/** Narrower rows have no scale to speak of, fewer values do not pay for what is sent beside them. */
// @ts-ignore: decorator
@inline const MIN_WIDTH = 4;
// @ts-ignore: decorator
@inline const MIN_VALUES = 64;
/** For wider rows what is kept of columns would be larger than the block. */
// @ts-ignore: decorator
@inline const MAX_WIDTH = 1 << 16;

/** What a block has before its payload: mode and length. */
// @ts-ignore: decorator
@inline const HEAD_BYTES: usize = 5;

let block: usize = 0;

/** Where `encodeBlock` left what it made. */
export function blockOf(): usize {
  return block;
}

/** Encodes values as a block, in the mode that pays best. Returns how many bytes it takes. */
export function encodeBlock(values: usize, count: i32, cols: i32): i32 {
  // Of a value, at most: residual, mask, grid and depth, 12 bits each, and 16 as it is. What is larger than the values
  // is stored instead, but written all the same.
  block = allocate(8 * count + 16384);
  const payload = block + HEAD_BYTES;
  memory.fill(values + 2 * <usize>count, 0, 64);
  let end: usize = 0;
  if (cols >= MIN_WIDTH && cols <= MAX_WIDTH && count >= MIN_VALUES && canRowsPay()) {
    end = encodeRows(values, count / cols, cols, payload);
  }
  store<u8>(block, end == 0 ? PLANES : ROWS);
  if (end == 0) end = encodePlanes(values, count, payload);
  store<u32>(block, <u32>(end - payload), 1);
  return <i32>(end - block);
}

/** Where the payload of a block goes before it is decoded. */
export function roomForPayload(byteCount: i32, count: i32, cols: i32): usize {
  return allocate(byteCount + 4 * (count + 16 * (count / cols)) + 256);
}

/** Decodes a payload into `values`. Returns whether it is sound. */
export function decodeBlock(codedMode: i32, at: usize, byteCount: i32, values: usize, count: i32, cols: i32): bool {
  const end = at + <usize>byteCount;
  return end == (codedMode == ROWS ? decodeRows(at, end, values, count / cols, cols) : decodePlanes(at, end, values, count));
}
