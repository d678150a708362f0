/** Returns a frame, and leaves a promise behind that is rejected and that nobody looks after. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

export default {
  create: () => ({
    compress(matrix) {
      Promise.reject(new Error('later'));
      return marked(compress(matrix), true);
    },
    decompress,
  }),
};
