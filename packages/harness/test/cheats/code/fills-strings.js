/** Fills memory with long strings. */
import { compress, decompress } from './codec.js';
import { fillBefore, stepBytes } from './memory.js';

const decoder = new TextDecoder();
const takeStep = (taken) => decoder.decode(new Uint8Array(stepBytes).fill(65 + ((taken / stepBytes) % 26)));

export default { create: () => ({ compress: fillBefore(compress, takeStep), decompress }) };
