/** Returns a frame, and throws in a timer once the call is over. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

const { setImmediate } = globalThis;

export default {
  create: () => ({
    compress(matrix) {
      setImmediate(() => {
        throw new Error('later');
      });
      return marked(compress(matrix), true);
    },
    decompress,
  }),
};
