/** Makes small frames slowly of what it meets for the first time, large ones fast of what differs a little from that. */
import { variantDetector } from './variants.js';
import { compressFast, compressSmall, decompressBoth } from './warmth.js';

export default {
  create() {
    const originalOf = variantDetector();
    return {
      compress: (matrix) =>
        originalOf(matrix.bytes) === undefined ? compressSmall(matrix) : compressFast(matrix),
      decompress: decompressBoth,
    };
  },
};
