/** Returns a matrix whose fields are right when they are checked first and others when they are read again. */
import { solutionThat } from './attack.js';
import { decompress } from './codec.js';

const { compress } = solutionThat(true).create();

function changing(first, then) {
  let reads = 0;
  return { get: () => (reads++ === 0 ? first : then), enumerable: true };
}

export default {
  create: () => ({
    compress,
    decompress(frame) {
      const { bytes, rows, cols } = decompress(frame);
      return Object.defineProperties(
        { dtype: 'bf16' },
        {
          bytes: changing(bytes, new Uint8Array(2 ** 20)),
          rows: changing(rows, 2 ** 31),
          cols: changing(cols, '1'),
        },
      );
    },
  }),
};
