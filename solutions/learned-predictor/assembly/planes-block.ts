// A planes block: exponents and sign|mantissa as two runs of bytes, each stored or coded with one table of frequencies.
//
//     1 if the second run is stored, else 0 | that run, if so | side information | runs that are coded, the second first |
//     the first run, if it is stored | escapes
//
// Side information: the table of the second run, if it is coded; how exponents are coded, and the table if they are.
// Many exponents of which most are near each other are coded in pairs, see pairs.ts.

import { histogramBytes } from './histogram';
import { log2 } from './log2';
import { allocate, allocateZeros } from './memory';
import { REGULAR_CLASSES, pairExponents, splitPairs } from './pairs';
import { mergePlanes, splitPlanes } from './planes';
import { decodeRans, encodeRans } from './rans';
import { finishEncoding, startDecoding, startEncoding, streamCursor } from './range-coder';
import { codeNumber, resetSideInfo } from './side-info';
import { fillSlots, setEntries, startEntries } from './tables';

/** What a table must save, as a share of the run: coding takes ten times as long as storing. */
// @ts-ignore: decorator
@inline const MIN_SAVING: f64 = 0.04;
/** Of what is probably not worth a table only so many bytes are counted first. */
// @ts-ignore: decorator
@inline const SAMPLE_BYTES = 1 << 14;
// @ts-ignore: decorator
@inline const SYMBOLS = 256;
/** Fewer values do not pay for the table of pairs. */
// @ts-ignore: decorator
@inline const MIN_PAIRED = 1 << 15;

/** A sample has so many exponents for each that may be an escape. */
// @ts-ignore: decorator
@inline const SAMPLED_PER_ESCAPE = 64;

/** Values that are split and paired at a time, so that they stay in the first cache. */
// @ts-ignore: decorator
@inline const CHUNK = 1 << 12;

// How exponents are coded: stored, one by one, or in pairs, for which the number is the base of their classes.
// @ts-ignore: decorator
@inline const STORED = 0;
// @ts-ignore: decorator
@inline const SINGLE = 1;

const counts: usize = memory.data(4 * 4 * SYMBOLS, 16);

/** Writes the payload of a block to `out`, which has room for 3 · count + 2048 bytes; returns its end. */
export function encodePlanes(values: usize, count: i32, out: usize): usize {
  const run = allocate(count);
  const escapes = allocate(count);
  const rest = out + 1;
  let base = 0;
  if (count >= MIN_PAIRED) {
    splitPlanes(values + <usize>((count - SAMPLE_BYTES) & ~1), run, rest, SAMPLE_BYTES);
    base = bestBase(run);
  }
  const escapesEnd = splitChunks(values, run, rest, count, base, escapes);
  const isRestStored = !isWorthATable(rest, count);
  store<u8>(out, <u8>isRestStored);
  let at = out + 1;
  let restCopy: usize = 0;
  if (isRestStored) at += count;
  else {
    restCopy = allocate(count);
    memory.copy(restCopy, rest, count);
  }
  startEncoding(at);
  resetSideInfo();
  let restEntries: usize = 0;
  if (!isRestStored) restEntries = sendTable();
  let form = base;
  let codedCount = count;
  if (base > 0) {
    codedCount = pairCount(count);
    histogramBytes(run, codedCount, counts);
  } else if (isWorthATable(run, count)) form = SINGLE;
  codeNumber(form);
  let entries: usize = 0;
  if (form != STORED) entries = sendTable();
  at = finishEncoding();
  if (!isRestStored) at = append(restCopy, count, restEntries, at);
  if (form == STORED) {
    memory.copy(at, run, count);
    return at + count;
  }
  at = append(run, codedCount, entries, at);
  memory.copy(at, escapes, escapesEnd - escapes);
  return at + (escapesEnd - escapes);
}

/** Splits all values, and pairs their exponents unless `base` is 0. Returns the end of the escapes. */
function splitChunks(values: usize, run: usize, rest: usize, count: i32, base: i32, escapes: usize): usize {
  for (let i = 0; i < count; i += CHUNK) {
    const valuesOfChunk = min(count - i, CHUNK);
    // Padded to whole groups of pairs, with the zeros behind the last value.
    splitPlanes(values + 2 * <usize>i, run, rest + <usize>i, (valuesOfChunk + 31) & ~31);
    if (base > 0) {
      escapes = pairExponents(run, valuesOfChunk, base, escapes);
      run += CHUNK / 2;
    } else run += CHUNK;
  }
  return escapes;
}

// @ts-ignore: decorator
@inline
function pairCount(count: i32): i32 {
  return ((count + 31) & ~31) >> 1;
}

/** The base of which the classes hold most of a sample; 0 if they leave too much of it out. */
function bestBase(sample: usize): i32 {
  histogramBytes(sample, SAMPLE_BYTES, counts);
  let best = 0;
  let most: u32 = SAMPLE_BYTES - SAMPLE_BYTES / SAMPLED_PER_ESCAPE;
  let held = load<u32>(counts);
  for (let base = 2; base <= SYMBOLS; base++) {
    held += load<u32>(counts + ((<usize>base) << 2) - 4);
    if (base > REGULAR_CLASSES + 1) held -= load<u32>(counts + ((<usize>(base - REGULAR_CLASSES)) << 2) - 4);
    if (held > most) {
      most = held;
      best = base;
    }
  }
  return best;
}

/** Whether coding saves enough; if so, the counts are those of the whole run. */
function isWorthATable(run: usize, count: i32): bool {
  const sampled = min(count, SAMPLE_BYTES);
  histogramBytes(run + <usize>((count - sampled) >> 1), sampled, counts);
  if (saving(sampled) < MIN_SAVING) return false;
  if (count > sampled) histogramBytes(run, count, counts);
  return saving(count) > MIN_SAVING + 100 / <f64>count;
}

function saving(total: i32): f64 {
  let bits: f64 = 0;
  const logOfTotal = log2(total);
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const count = load<u32>(counts + ((<usize>symbol) << 2));
    if (count > 0) bits += <f64>count * (logOfTotal - log2(count));
  }
  return 1 - bits / (8 * <f64>total);
}

/** Makes entries of the counts and sends them. */
function sendTable(): usize {
  const entries = allocateZeros(4 * SYMBOLS);
  const shares = allocate(8 * SYMBOLS);
  for (let symbol: usize = 0; symbol < <usize>SYMBOLS; symbol++) {
    store<f64>(shares + (symbol << 3), load<u32>(counts + (symbol << 2)));
  }
  setEntries(entries, shares, SYMBOLS);
  codeTable(entries);
  return entries;
}

/** In both directions. Returns whether frequencies are what they may be: 4096 has no place in `fillSlots`. */
function codeTable(entries: usize): bool {
  let sum = 0;
  for (let symbol: usize = 0; symbol < <usize>SYMBOLS; symbol++) {
    const at = entries + (symbol << 2);
    const frequency = codeNumber(load<u16>(at));
    sum += frequency;
    if (<u32>frequency > 4095 || sum > 4096) return false;
    store<u16>(at, <u16>frequency);
  }
  return true;
}

function append(run: usize, count: i32, entries: usize, at: usize): usize {
  const padded = (count + 15) & ~15;
  memory.fill(run + <usize>count, load<u8>(run), padded - count);
  const end = allocate(64 + 2 * padded + 16) + 64 + 2 * padded + 16;
  const begin = encodeRans(run, padded, entries, end);
  memory.copy(at, begin, end - begin);
  return at + (end - begin);
}

/** Returns where the payload ends, or 0 if it is damaged. `2 · count + 128` bytes from `end` on are readable. */
export function decodePlanes(payload: usize, end: usize, values: usize, count: i32): usize {
  const isRestStored = load<u8>(payload) == 1;
  let at = payload + 1;
  let rest = at;
  if (isRestStored) at += count;
  if (at > end) return 0;
  startDecoding(at, end);
  resetSideInfo();
  const restEntries = allocateZeros(4 * SYMBOLS);
  const entries = allocateZeros(4 * SYMBOLS);
  if (!isRestStored && !codeTable(restEntries)) return 0;
  const form = codeNumber(0);
  if (form != STORED && !codeTable(entries)) return 0;
  at = streamCursor();
  if (!isRestStored) {
    rest = allocate(count);
    at = take(restEntries, at, rest, count);
    if (at == 0) return 0;
  }
  if (form == STORED) {
    mergePlanes(at, rest, values, count);
    return at + count;
  }
  const run = allocate(count);
  at = take(entries, at, run, form == SINGLE ? count : pairCount(count));
  if (form == SINGLE) mergePlanes(run, rest, values, count);
  else at = mergeChunks(run, rest, values, count, form, at);
  return at;
}

/** The inverse of `splitChunks` for pairs. */
function mergeChunks(run: usize, rest: usize, values: usize, count: i32, base: i32, escapes: usize): usize {
  const exponents = allocate(CHUNK);
  for (let i = 0; i < count; i += CHUNK) {
    const valuesOfChunk = min(count - i, CHUNK);
    escapes = splitPairs(run + <usize>(i >> 1), exponents, valuesOfChunk, base, escapes);
    mergePlanes(exponents, rest + <usize>i, values + 2 * <usize>i, valuesOfChunk);
  }
  return escapes;
}

function take(entries: usize, at: usize, run: usize, count: i32): usize {
  const slots = allocate(4 * 4096);
  startEntries(entries, SYMBOLS);
  fillSlots(entries, SYMBOLS, slots);
  return decodeRans(at, run, (count + 15) & ~15, slots);
}
