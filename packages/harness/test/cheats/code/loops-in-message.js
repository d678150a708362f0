/** Throws an error whose message takes for ever to read. */
import { decompress } from './codec.js';

class Endless extends Error {
  get message() {
    for (;;);
  }
}

const compress = () => {
  throw new Endless();
};

export default { create: () => ({ compress, decompress }) };
