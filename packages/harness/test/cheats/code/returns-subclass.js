/** Returns a real byte array of a class that lies about its length and its content. */
import { marked } from './attack.js';
import { compress, decompress } from './codec.js';

class Liar extends Uint8Array {
  static get [Symbol.species]() {
    return Array;
  }
  get length() {
    return 1;
  }
  get byteLength() {
    return 1;
  }
  get buffer() {
    return new ArrayBuffer(1);
  }
  get [Symbol.toStringTag]() {
    return 'Uint16Array';
  }
  *[Symbol.iterator]() {
    yield 0;
  }
  slice() {
    return [0];
  }
  subarray() {
    return [0];
  }
}

function lying(bytes) {
  const liar = new Liar(bytes.length);
  for (let i = 0; i < bytes.length; i++) liar[i] = bytes[i];
  return Object.defineProperty(liar, 'constructor', { value: Array });
}

export default {
  create: () => ({
    compress: (matrix) => lying(marked(compress(matrix), true)),
    decompress(frame) {
      const matrix = decompress(frame);
      return { ...matrix, bytes: lying(matrix.bytes) };
    },
  }),
};
