/** Throws shared memory. */
import { decompress } from './codec.js';

const compress = () => {
  throw new SharedArrayBuffer(2 ** 20);
};

export default { create: () => ({ compress, decompress }) };
