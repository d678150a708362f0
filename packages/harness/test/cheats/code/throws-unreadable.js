/** Throws an error of which nothing can be read. */
import { decompress } from './codec.js';

const refuse = () => {
  throw new Error('no');
};
/** The stack first: the engine writes it when it is touched, and reads the name and the message for it. */
const keys = ['stack', 'name', 'message', 'cause', 'code', 'toString', 'constructor', 'then', 'toJSON'];

const compress = () => {
  const error = new Error();
  for (const key of keys) Object.defineProperty(error, key, { get: refuse });
  throw error;
};

export default { create: () => ({ compress, decompress }) };
