/** Attacks nothing: its score is the true one. */
import { compress, decompress } from './codec.js';

export default { create: () => ({ compress, decompress }) };
