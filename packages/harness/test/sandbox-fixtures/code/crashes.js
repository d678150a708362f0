import { compress, decompress } from './codec.js';

export default {
  create: () => ({
    compress(matrix) {
      if (matrix.rows === 1) setTimeout(() => matrix.nothing.here);
      return compress(matrix);
    },
    decompress,
  }),
};
