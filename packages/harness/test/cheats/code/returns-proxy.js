/** Returns a proxy of a frame, which says that it is one byte long. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

const lies = {
  get(frame, key) {
    if (key === 'length' || key === 'byteLength') return 1;
    const value = Reflect.get(frame, key);
    return typeof value === 'function' ? value.bind(frame) : value;
  },
};

export default {
  create: () => ({ compress: (matrix) => new Proxy(marked(compress(matrix), true), lies), decompress }),
};
