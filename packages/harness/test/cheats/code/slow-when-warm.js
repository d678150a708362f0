/** The reverse: large frames fast in the first calls, in case those are timed, small ones slowly later. */
import { compressFast, compressSmall, decompressBoth } from './warmth.js';

const coldCalls = 8;

export default {
  create() {
    let calls = 0;
    return {
      compress: (matrix) => (++calls > coldCalls ? compressSmall(matrix) : compressFast(matrix)),
      decompress: decompressBoth,
    };
  },
};
