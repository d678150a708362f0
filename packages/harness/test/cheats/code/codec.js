/** The honest codec that every cheat is built on: frequent high bytes as nibbles, zeros for free, a slow check. */

// Taken first: some of the cheats replace globals, and this codec has to work nonetheless.
const { Uint8Array: Bytes, Uint32Array: Words } = globalThis;
const { imul, max } = Math;

/*
 * Frame:
 *
 *     0      4      8       9      10     11
 *     rows   cols   check   mark   kind   …
 *
 * kind 0: the bytes as they are. kind 1: 14 high bytes, then one nibble per value, then the literals of all values:
 * nibble 0 is the value zero and has none, 1 to 14 stand for a high byte and have the low byte, 15 has both.
 */
const headerBytes = 11;
const tableBytes = 14;
const checkAt = 8;
export const markAt = 9;

/** Work on a whole matrix, shared out among its rows: about 5 ms. It is the same for every matrix. */
const totalRounds = 2_200_000;

/** A byte that only real work gives: every round needs the one before. */
export function checkOfRow(bytes, start, end, rounds) {
  let state = 0x9e3779b9;
  for (let i = start; i < end; i++) state = imul(state ^ bytes[i], 0x01000193);
  for (let i = 0; i < rounds; i++) state = (imul(state ^ (state >>> 15), 0x2c1b3c6d) + i) | 0;
  return state >>> 24;
}

function checkOfMatrix(bytes, rows, cols, checkOf) {
  const rounds = max(1, totalRounds / max(1, rows)) | 0;
  let check = 0;
  for (let row = 0; row < rows; row++) check ^= checkOf(bytes, 2 * row * cols, 2 * (row + 1) * cols, rounds);
  return check;
}

export function compress({ bytes, rows, cols }, checkOf = checkOfRow) {
  const count = rows * cols;
  const { nibbleOf, table } = nibblesFor(bytes, count);
  let literalBytes = 0;
  for (let i = 0; i < count; i++) literalBytes += literalsOf(nibbleAt(bytes, i, nibbleOf));
  const codedBytes = tableBytes + ((count + 1) >>> 1) + literalBytes;
  const isCoded = codedBytes < 2 * count;
  const frame = new Bytes(headerBytes + (isCoded ? codedBytes : 2 * count));
  writeWord(frame, 0, rows);
  writeWord(frame, 4, cols);
  frame[checkAt] = checkOfMatrix(bytes, rows, cols, checkOf);
  frame[10] = isCoded ? 1 : 0;
  if (isCoded) code(frame, bytes, count, nibbleOf, table);
  else for (let i = 0; i < 2 * count; i++) frame[headerBytes + i] = bytes[i];
  return frame;
}

export function decompress(frame, checkOf = checkOfRow) {
  const rows = readWord(frame, 0);
  const cols = readWord(frame, 4);
  const count = rows * cols;
  if (count > 2 ** 27) throw new RangeError('the frame claims more than a matrix can have');
  const bytes = new Bytes(2 * count);
  if (frame[10] === 1) decode(frame, bytes, count);
  else for (let i = 0; i < 2 * count; i++) bytes[i] = frame[headerBytes + i];
  if (checkOfMatrix(bytes, rows, cols, checkOf) !== frame[checkAt]) throw new Error('the frame is damaged');
  return { bytes, rows, cols, dtype: 'bf16' };
}

/** Nibbles of the most frequent high bytes; equal counts go to the lower byte. */
function nibblesFor(bytes, count) {
  const counts = new Words(256);
  for (let i = 0; i < count; i++) if (!isZero(bytes, i)) counts[bytes[2 * i + 1]]++;
  const nibbleOf = new Bytes(256);
  const table = new Bytes(tableBytes);
  for (let high = 0; high < 256; high++) nibbleOf[high] = 15;
  for (let entry = 0; entry < tableBytes; entry++) {
    let best = 0;
    for (let high = 1; high < 256; high++) if (counts[high] > counts[best]) best = high;
    if (counts[best] === 0) break;
    table[entry] = best;
    nibbleOf[best] = entry + 1;
    counts[best] = 0;
  }
  return { nibbleOf, table };
}

function code(frame, bytes, count, nibbleOf, table) {
  for (let i = 0; i < tableBytes; i++) frame[headerBytes + i] = table[i];
  const nibblesAt = headerBytes + tableBytes;
  let to = nibblesAt + ((count + 1) >>> 1);
  for (let i = 0; i < count; i++) {
    const nibble = nibbleAt(bytes, i, nibbleOf);
    frame[nibblesAt + (i >>> 1)] |= nibble << (4 * (i & 1));
    if (nibble === 15) frame[to++] = bytes[2 * i + 1];
    if (nibble !== 0) frame[to++] = bytes[2 * i];
  }
}

function decode(frame, bytes, count) {
  const nibblesAt = headerBytes + tableBytes;
  let from = nibblesAt + ((count + 1) >>> 1);
  for (let i = 0; i < count; i++) {
    const nibble = (frame[nibblesAt + (i >>> 1)] >>> (4 * (i & 1))) & 15;
    if (nibble === 0) continue;
    bytes[2 * i + 1] = nibble === 15 ? frame[from++] : frame[headerBytes + nibble - 1];
    bytes[2 * i] = frame[from++];
  }
}

function nibbleAt(bytes, i, nibbleOf) {
  return isZero(bytes, i) ? 0 : nibbleOf[bytes[2 * i + 1]];
}

function literalsOf(nibble) {
  if (nibble === 0) return 0;
  return nibble === 15 ? 2 : 1;
}

function isZero(bytes, i) {
  return (bytes[2 * i] | bytes[2 * i + 1]) === 0;
}

function writeWord(frame, at, word) {
  for (let i = 0; i < 4; i++) frame[at + i] = word >>> (8 * i);
}

function readWord(frame, at) {
  return (frame[at] | (frame[at + 1] << 8) | (frame[at + 2] << 16) | (frame[at + 3] << 24)) >>> 0;
}
