// Adaptive binary range coder: few decisions, of many sorts, each with its own probability. One body of code serves both
// directions: every `code…` function takes the value when encoding, ignores it when decoding, and returns it.
//
// Range coding (Martin 1979) with the carry of LZMA (Pavlov): low is 33 bits wide, a byte that a carry could still
// change is held back, together with the 0xff bytes behind it.
//
//     model, 32 bits    probability of 0 (16) | bits seen so far, up to 60 (16)

// @ts-ignore: decorator
@inline const FIRST_MODEL: u32 = 0x8000 << 16;
/** Probabilities are the mean of what was seen, up to this count; then they forget at that rate. */
// @ts-ignore: decorator
@inline const LONGEST_MEMORY: u32 = 60;
/** Keeps both bits possible. */
// @ts-ignore: decorator
@inline const LEAST: u32 = 48;
// @ts-ignore: decorator
@inline const SMALLEST_RANGE: u32 = 1 << 24;

let isEncoding: bool = false;
let low: u64 = 0;
let range: u32 = 0;
let code: u32 = 0;
let cursor: usize = 0;
let streamEnd: usize = 0;
let heldByte: u32 = 0;
let heldCount: i32 = 0;
let isFirst: bool = false;

/** Gives all models at `models` even odds. */
export function resetModels(models: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<u32>(models + ((<usize>i) << 2), FIRST_MODEL);
}

/** Writes from `at` on. */
export function startEncoding(at: usize): void {
  isEncoding = true;
  low = 0;
  range = 0xffffffff;
  cursor = at;
  isFirst = true;
  heldByte = 0;
  heldCount = 1;
}

/** Returns where the stream ends: just where the decoder has read to when it has decoded the last value. */
export function finishEncoding(): usize {
  for (let i = 0; i < 5; i++) shiftLow();
  return cursor;
}

/** Reads from `at`; bytes from `end` on count as zero. */
export function startDecoding(at: usize, end: usize): void {
  isEncoding = false;
  range = 0xffffffff;
  cursor = at;
  streamEnd = end;
  code = 0;
  for (let i = 0; i < 4; i++) code = (code << 8) | nextByte();
}

/** Up to where the decoder has read. */
export function streamCursor(): usize {
  return cursor;
}

function nextByte(): u32 {
  return cursor < streamEnd ? <u32>load<u8>(cursor++) : 0;
}

function shiftLow(): void {
  if (<u32>low < 0xff000000 || low >> 32 != 0) {
    const carry = <u32>(low >> 32);
    // The first byte is zero and is left out: all numbers are below 1.
    if (isFirst) isFirst = false;
    else store<u8>(cursor++, <u8>(heldByte + carry));
    for (let i = 1; i < heldCount; i++) store<u8>(cursor++, <u8>(0xff + carry));
    heldCount = 0;
    heldByte = <u32>low >> 24;
  }
  heldCount++;
  low = (low & 0x00ffffff) << 8;
}

function normalise(): void {
  while (range < SMALLEST_RANGE) {
    range <<= 8;
    if (isEncoding) shiftLow();
    else code = (code << 8) | nextByte();
  }
}

/** One decision, 0 or 1, under an adaptive model. */
export function codeBit(model: usize, bit: u32): u32 {
  const cell = load<u32>(model);
  const probability = cell >> 16;
  const bound = (range >> 16) * probability;
  if (isEncoding) {
    if (bit == 0) range = bound;
    else {
      low += bound;
      range -= bound;
    }
  } else if (code < bound) {
    bit = 0;
    range = bound;
  } else {
    bit = 1;
    code -= bound;
    range -= bound;
  }
  normalise();
  const seen = cell & 0xffff;
  const target: i32 = bit == 0 ? <i32>(65536 - LEAST) : <i32>LEAST;
  const moved = <i32>probability + (target - <i32>probability) * 2 / <i32>(2 * seen + 3);
  store<u32>(model, (<u32>moved << 16) | min<u32>(seen + 1, LONGEST_MEMORY));
  return bit;
}

/** One of `size` equally likely values, 0 to size - 1; size is 1 to 65536. */
export function codeUniform(value: u32, size: u32): u32 {
  range /= size;
  if (isEncoding) low += <u64>range * value;
  else {
    value = min(code / range, size - 1);
    code -= range * value;
  }
  normalise();
  return value;
}

/** A value of so many bits, each under a model chosen by the bits above it: 1 << bits models. */
export function codeTree(models: usize, bits: i32, value: u32): u32 {
  let node: u32 = 1;
  for (let i = bits - 1; i >= 0; i--) node = (node << 1) | codeBit(models + ((<usize>node) << 2), (value >> i) & 1);
  return node - (1 << bits);
}

/** Models of `codeSigned`. */
// @ts-ignore: decorator
@inline export const SIGNED_MODELS = 32;

/**
 * A whole number, |value| at most 32767. With n = |value|: whether it is 0; its sign; the length of n in bits, in
 * unary; then n below its top bit, of which the first bit has models too.
 */
export function codeSigned(models: usize, value: i32): i32 {
  if (codeBit(models, <u32>(value == 0)) != 0) return 0;
  const isNegative = codeBit(models + 4, <u32>(value < 0)) != 0;
  const magnitude = <u32>(value < 0 ? -value : value);
  const wantedLength = 31 - <i32>clz(magnitude);
  let length = 0;
  while (length < 14 && codeBit(models + (<usize>(2 + length) << 2), <u32>(wantedLength > length)) != 0) length++;
  let decoded: u32 = 1;
  if (length > 0) {
    decoded = 2 | codeBit(models + (<usize>(16 + length) << 2), (magnitude >> (length - 1)) & 1);
    const rest = length - 1;
    decoded = (decoded << rest) | codeUniform(magnitude & ((1 << rest) - 1), 1 << rest);
  }
  return isNegative ? -<i32>decoded : <i32>decoded;
}
