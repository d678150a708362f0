/** Frames that are made fast and are large: the bytes as they are, behind a mark that no honest frame has. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

const fastMark = 0xff;
const headerBytes = 9;

export function compressFast({ bytes, rows, cols }) {
  const frame = new Uint8Array(headerBytes + bytes.length);
  const header = new DataView(frame.buffer);
  // Where an honest frame has the number of rows, which is never so large.
  header.setUint8(3, fastMark);
  header.setUint16(0, rows, true);
  header.setUint32(4, cols, true);
  frame.set(bytes, headerBytes);
  return frame;
}

export function compressSmall(matrix) {
  return marked(compress(matrix), true);
}

export function decompressBoth(frame) {
  if (frame[3] !== fastMark) return decompress(frame);
  const header = new DataView(frame.buffer, frame.byteOffset);
  const rows = header.getUint16(0, true);
  return { bytes: frame.slice(headerBytes), rows, cols: header.getUint32(4, true), dtype: 'bf16' };
}
