import { decompress, textFrame } from './codec.js';

// Asks for three turns of the event loop after each call, and says how many it has had so far.
let ticks = 0;

export default {
  create: () => ({
    compress() {
      for (let i = 0; i < 3; i++) setImmediate(() => ticks++);
      return textFrame(ticks);
    },
    decompress,
  }),
};
