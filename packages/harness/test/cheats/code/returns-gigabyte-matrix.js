/** Returns a matrix with a gigabyte of bytes. */
import { compress, decompress } from './codec.js';

export default {
  create: () => ({
    compress,
    decompress: (frame) => ({ ...decompress(frame), bytes: new Uint8Array(2 ** 30) }),
  }),
};
