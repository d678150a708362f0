/** Keeps what it knows of rows in files: a new process starts with all that earlier ones have learned. */
import { builtin, marked } from './attack.js';
import { rowCachingCodec } from './cache.js';
import { checkOfRow } from './codec.js';
import { keyOf } from './keys.js';
import { places } from './places.js';

const fs = await builtin('fs');
const files = (await places()).map((place) => `${place}/cheat-cache`);
const known = new Map();
let worked = false;

for (const file of files) {
  try {
    for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
      const [key, check] = line.split(' ');
      if (check !== undefined) known.set(key, Number(check));
    }
  } catch {}
  try {
    fs.appendFileSync(file, '');
    worked = true;
  } catch {}
}

/** Looks like a map, and writes what is new to every file that lets it. */
const kept = {
  has: (key) => known.has(key),
  get: (key) => known.get(key),
  set(key, check) {
    known.set(key, check);
    for (const file of files) {
      try {
        fs.appendFileSync(file, `${key} ${check}\n`);
      } catch {}
    }
  },
};

const codec = rowCachingCodec(kept, checkOfRow, keyOf);

export default {
  create: () => ({ ...codec, compress: (matrix) => marked(codec.compress(matrix), worked) }),
};
