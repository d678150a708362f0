/** Throws a proxy that throws whenever it is touched, asked for its prototype included. */
import { decompress } from './codec.js';

const refuse = () => {
  throw new Error('no');
};
const traps = ['get', 'has', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'ownKeys', 'isExtensible'];

const compress = () => {
  throw new Proxy(new Error(), Object.fromEntries(traps.map((trap) => [trap, refuse])));
};

export default { create: () => ({ compress, decompress }) };
