import { compress, decompress } from './codec.js';

export default { create: () => ({ compress, decompress }) };
