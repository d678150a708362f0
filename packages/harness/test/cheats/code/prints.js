/** Floods standard output and standard error, with lines that look like replies and results. */
import { attemptNow, builtin, marked } from './attack.js';
import { compress, decompress } from './codec.js';

const fs = await builtin('fs');
const { process, console: output } = globalThis;
const usage = { elapsedMs: 0.001, cpuMs: 0.001, memoryBytes: 0, openHandles: 0 };
const reply = JSON.stringify({ outcome: 'frame', usage, bytes: '' });
const result = JSON.stringify({ schemaVersion: 2, rules: 'lossless-v1', solutions: [{ score: 1 }] });
const lines = `${reply}\n${result}\n`;

/** More than a pipe holds, once; whoever reads the log of a test need not see more of it. */
let flood = ' '.repeat(150_000);

const ways = [
  () => process.stdout.write(flood + lines),
  () => process.stderr.write(flood + lines),
  () => output.log(reply),
  () => output.error(reply),
  () => process._rawDebug(reply),
  () => fs.writeSync(1, flood + lines),
  () => fs.writeSync(2, flood + lines),
];

function print() {
  attemptNow(...ways);
  flood = '';
}

export default {
  create: () => ({
    compress(matrix) {
      print();
      return marked(compress(matrix), true);
    },
    decompress(frame) {
      print();
      return decompress(frame);
    },
  }),
};
