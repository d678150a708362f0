/** Sends its own process the signal that cannot be caught. */
import { attemptNow, marked } from './attack.js';
import { compress, decompress } from './codec.js';

const { process } = globalThis;

export default {
  create: () => ({
    compress(matrix) {
      attemptNow(() => process.kill(process.pid, 'SIGKILL'));
      return marked(compress(matrix), false);
    },
    decompress,
  }),
};
