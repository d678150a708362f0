/** Returns views of one buffer, and writes garbage there: with the next call, in a microtask, in timers. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

const { process, queueMicrotask, setImmediate, setTimeout } = globalThis;
const garbage = 0xa5;
const headRoom = 64;
let handedOut = new Uint8Array(0);

function scribbleLater(view) {
  const scribble = () => view.fill(garbage);
  for (const schedule of [queueMicrotask, process?.nextTick, setImmediate, setTimeout]) schedule?.(scribble);
}

/** A view into the middle of a larger buffer. */
function handOut(bytes) {
  handedOut.fill(garbage);
  const view = new Uint8Array(bytes.length + 2 * headRoom).subarray(headRoom, -headRoom);
  view.set(bytes);
  handedOut = view;
  scribbleLater(view);
  return view;
}

export default {
  create: () => ({
    compress: (matrix) => handOut(marked(compress(matrix), true)),
    decompress(frame) {
      const matrix = decompress(frame);
      return { ...matrix, bytes: handOut(matrix.bytes) };
    },
  }),
};
