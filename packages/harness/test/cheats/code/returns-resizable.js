/** Returns frames and matrices in buffers that change their size, and shrinks or lets them grow after the call. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

const { queueMicrotask } = globalThis;

/** Without a length of its own, so that it follows the buffer. */
function shrinking(bytes) {
  const buffer = new ArrayBuffer(bytes.length, { maxByteLength: 2 * bytes.length });
  const view = new Uint8Array(buffer);
  view.set(bytes);
  queueMicrotask(() => buffer.resize(0));
  return view;
}

function growing(bytes) {
  const buffer = new SharedArrayBuffer(bytes.length, { maxByteLength: 2 * bytes.length });
  const view = new Uint8Array(buffer);
  view.set(bytes);
  queueMicrotask(() => buffer.grow(2 * bytes.length));
  return view;
}

export default {
  create: () => ({
    compress: (matrix) => shrinking(marked(compress(matrix), true)),
    decompress(frame) {
      const matrix = decompress(frame);
      return { ...matrix, bytes: growing(matrix.bytes) };
    },
  }),
};
