/** Returns, and lets nothing else run afterwards: microtasks that bring forth microtasks. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

const spin = () => globalThis.queueMicrotask(spin);

export default {
  create: () => ({
    compress(matrix) {
      spin();
      return marked(compress(matrix), true);
    },
    decompress,
  }),
};
