/** Never gets through its own import. */
import { compress, decompress } from './codec.js';

const { Date: Clock } = globalThis;
while (Clock.now() > 0);

export default { create: () => ({ compress, decompress }) };
