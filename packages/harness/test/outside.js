export { compress, decompress } from './fixtures/code/codec.js';
