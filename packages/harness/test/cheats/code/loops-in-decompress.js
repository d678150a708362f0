/** Decompresses for ever. */
import { compress } from './codec.js';

const decompress = () => {
  for (;;);
};

export default { create: () => ({ compress, decompress }) };
