/** Takes the buffers of its inputs away from whoever gave them. */
import { attempt, builtin, solutionThat } from './attack.js';
import { decompress } from './codec.js';

const { structuredClone, MessageChannel } = globalThis;
const v8 = await builtin('v8');
const natives = { detach: undefined };
// A function of the engine, for buffers that refuse to be transferred.
await attempt(() => {
  v8.setFlagsFromString('--allow-natives-syntax');
  natives.detach = new Function('buffer', '%ArrayBufferDetach(buffer)');
});

const ways = [
  (buffer) => structuredClone(buffer, { transfer: [buffer] }),
  (buffer) => new MessageChannel().port1.postMessage(buffer, [buffer]),
  (buffer) => buffer.transfer(),
  (buffer) => natives.detach(buffer),
];

function detach({ buffer }) {
  for (const way of ways) {
    try {
      if (buffer.byteLength > 0) way(buffer);
    } catch {}
  }
}

const { compress } = solutionThat(true).create();

export default {
  create: () => ({
    compress(matrix) {
      const frame = compress(matrix);
      detach(matrix.bytes);
      return frame;
    },
    decompress(frame) {
      const matrix = decompress(frame);
      detach(frame);
      return matrix;
    },
  }),
};
