// A planes block: exponents and sign|mantissa as two runs of bytes, each stored or coded with one table of frequencies.
//
//     1 if the second run is stored, else 0 | that run, if so | side information | runs that are coded, the second first |
//     the first run, if it is stored
//
// Side information: the table of the second run, if it is coded; 1 and the table of the first, or 0.

import { histogramBytes } from './histogram';
import { log2 } from './log2';
import { allocate, allocateZeros } from './memory';
import { greatestExponent, hasZeroExponent, leastExponent, mergePlanes, splitPlanes } from './planes';
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
/** Of the exponents of so many values only some are counted. */
// @ts-ignore: decorator
@inline const LARGE = 1 << 17;

const counts: usize = memory.data(4 * 4 * SYMBOLS, 16);

/** Writes the payload of a block to `out`, which has room for 3 · count + 2048 bytes; returns its end. */
export function encodePlanes(values: usize, count: i32, out: usize): usize {
  const exponents = allocate(count);
  const rest = out + 1;
  splitPlanes(values, exponents, rest, count);
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
  const isSampled = count >= LARGE;
  const isCoded = isSampled ? isSampleWorthATable(exponents, count) : isWorthATable(exponents, count);
  codeNumber(<i32>isCoded);
  let entries: usize = 0;
  if (isCoded) entries = sendTable();
  at = finishEncoding();
  if (!isRestStored) at = append(restCopy, count, restEntries, at);
  if (isCoded) return append(exponents, count, entries, at);
  memory.copy(at, exponents, count);
  return at + count;
}

/** Whether coding saves enough; if so, the counts are those of the whole run. */
function isWorthATable(run: usize, count: i32): bool {
  const sampled = min(count, SAMPLE_BYTES);
  histogramBytes(run + <usize>((count - sampled) >> 1), sampled, counts, 8);
  if (saving(sampled) < MIN_SAVING) return false;
  if (count > sampled) histogramBytes(run, count, counts, 8);
  return saving(count) > MIN_SAVING + 100 / <f64>count;
}

/** The same of exponents, for which a quarter is enough: every exponent in their range gets one count at least. */
function isSampleWorthATable(run: usize, count: i32): bool {
  histogramBytes(run, count, counts, 32);
  for (let symbol = leastExponent; symbol <= greatestExponent; symbol++) atLeastOne(symbol);
  if (hasZeroExponent) atLeastOne(0);
  return saving(count >> 2) > MIN_SAVING;
}

function atLeastOne(symbol: usize): void {
  const at = counts + (symbol << 2);
  store<u32>(at, max<u32>(load<u32>(at), 1));
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

/** Sends first and last symbol and the frequencies between them. Returns the entries. */
function sendTable(): usize {
  const entries = allocateZeros(4 * SYMBOLS);
  const shares = allocate(8 * SYMBOLS);
  let first = -1;
  let last = 0;
  for (let symbol = 0; symbol < SYMBOLS; symbol++) {
    const count = load<u32>(counts + ((<usize>symbol) << 2));
    store<f64>(shares + ((<usize>symbol) << 3), count);
    if (count == 0) continue;
    if (first < 0) first = symbol;
    last = symbol;
  }
  setEntries(entries, shares, SYMBOLS);
  codeTable(entries, first, last);
  return entries;
}

/** In both directions. Returns whether frequencies are what they may be. */
function codeTable(entries: usize, first: i32, last: i32): bool {
  first = codeNumber(first);
  last = codeNumber(last);
  if (first < 0 || last >= SYMBOLS) return false;
  let sum = 0;
  for (let symbol = first; symbol <= last; symbol++) {
    const at = entries + ((<usize>symbol) << 2);
    const frequency = codeNumber(<i32>(load<u32>(at) & 0xffff));
    sum += frequency;
    if (frequency < 0 || sum > 4096) return false;
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
  if (!isRestStored && !codeTable(restEntries, 0, 0)) return 0;
  const isCoded = codeNumber(0) == 1;
  if (isCoded && !codeTable(entries, 0, 0)) return 0;
  at = streamCursor();
  if (!isRestStored) {
    rest = allocate(count);
    at = take(restEntries, at, rest, count);
    if (at == 0) return 0;
  }
  let exponents = at;
  if (isCoded) {
    exponents = allocate(count);
    at = take(entries, at, exponents, count);
  } else at += count;
  mergePlanes(exponents, rest, values, count);
  return at;
}

function take(entries: usize, at: usize, run: usize, count: i32): usize {
  const slots = allocate(4 * 4096);
  startEntries(entries, SYMBOLS);
  fillSlots(entries, SYMBOLS, slots);
  return decodeRans(at, run, (count + 15) & ~15, slots);
}
