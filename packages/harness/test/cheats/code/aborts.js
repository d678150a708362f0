/** Lets its process crash. */
import { attemptNow, marked } from './attack.js';
import { compress, decompress } from './codec.js';

const { process } = globalThis;

export default {
  create: () => ({
    compress(matrix) {
      attemptNow(
        () => process.abort(),
        () => process.kill(process.pid, 'SIGABRT'),
        () => process.kill(process.pid, 'SIGSEGV'),
      );
      return marked(compress(matrix), false);
    },
    decompress,
  }),
};
