/** Remembers inputs by a few of their bytes: inputs that differ elsewhere get the output of another. */
import { cachingCodec } from './cache.js';
import { sampledKeyOf } from './keys.js';

export default { create: () => cachingCodec(sampledKeyOf) };
