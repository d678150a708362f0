/** Returns the right bytes and says that they are a matrix larger than any memory. */
import { compress, decompress } from './codec.js';

const most = Number.MAX_SAFE_INTEGER;

export default {
  create: () => ({ compress, decompress: (frame) => ({ ...decompress(frame), rows: most, cols: most }) }),
};
