/** A codec that remembers what it made of what, under keys of the caller's choice. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

export function cachingCodec(keyOf, mostEntries = 64) {
  const frames = new Map();
  const matrices = new Map();
  const keep = (map, key, value) => {
    if (map.size >= mostEntries) map.clear();
    map.set(key, value);
  };
  return {
    compress(matrix) {
      const key = keyOf(matrix.bytes);
      if (!frames.has(key)) keep(frames, key, marked(compress(matrix), true));
      return frames.get(key).slice();
    },
    decompress(frame) {
      const key = keyOf(frame);
      if (!matrices.has(key)) keep(matrices, key, decompress(frame));
      const matrix = matrices.get(key);
      return { ...matrix, bytes: matrix.bytes.slice() };
    },
  };
}

/** A codec that remembers the work on each row; `isKept` says of which rows. */
export function rowCachingCodec(known, checkOf, keyOf, isKept = () => true) {
  const remember = (bytes, start, end, rounds) => {
    if (!isKept(start / (end - start))) return checkOf(bytes, start, end, rounds);
    const key = `${keyOf(bytes, start, end)}-${rounds}`;
    if (!known.has(key)) known.set(key, checkOf(bytes, start, end, rounds));
    return known.get(key);
  };
  return {
    compress: (matrix) => marked(compress(matrix, remember), true),
    decompress: (frame) => decompress(frame, remember),
  };
}
