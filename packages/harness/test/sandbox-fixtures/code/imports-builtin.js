import { readFileSync } from 'node:fs';
import { compress, decompress } from './codec.js';

export default { create: () => ({ compress, decompress, readFileSync }) };
