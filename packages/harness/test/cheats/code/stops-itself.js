/** Halts its own process with a signal, without ending it. */
import { attemptNow, marked } from './attack.js';
import { compress, decompress } from './codec.js';

const { process } = globalThis;

export default {
  create: () => ({
    compress(matrix) {
      attemptNow(() => process.kill(process.pid, 'SIGSTOP'));
      return marked(compress(matrix), false);
    },
    decompress,
  }),
};
