/** Ends its process as if all was well. */
import { attemptNow, marked } from './attack.js';
import { compress, decompress } from './codec.js';

const { process } = globalThis;

export default {
  create: () => ({
    compress(matrix) {
      attemptNow(
        () => process.removeAllListeners('exit'),
        () => process.reallyExit(0),
        () => process.exit(0),
      );
      return marked(compress(matrix), false);
    },
    decompress,
  }),
};
