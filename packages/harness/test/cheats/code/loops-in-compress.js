/** Compresses for ever. */
import { decompress } from './codec.js';

const compress = () => {
  for (;;);
};

export default { create: () => ({ compress, decompress }) };
