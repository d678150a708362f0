/** Returns frames and matrices that, when awaited, turn into something else, or never into anything. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

const method = 'then';
const withThen = (object, value) => Object.defineProperty(object, method, { value, enumerable: true });
const neverEnd = () => {};
const becomeOther = (resolve) => resolve(new Uint8Array(1));

export default {
  create: () => ({
    compress: (matrix) => withThen(marked(compress(matrix), true), becomeOther),
    decompress(frame) {
      const matrix = decompress(frame);
      withThen(matrix.bytes, neverEnd);
      return withThen(matrix, neverEnd);
    },
  }),
};
