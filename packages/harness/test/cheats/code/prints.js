/** Floods standard output and standard error, with lines that look like replies and results. */
import { attemptNow, builtin, marked } from './attack.js';
import { compress, decompress } from './codec.js';

const fs = await builtin('fs');
const { process, console: output } = globalThis;
const usage = { elapsedMs: 0.001, cpuMs: 0.001, memoryBytes: 0, openHandles: 0 };
const reply = JSON.stringify({ outcome: 'frame', usage, bytes: '' });
const result = JSON.stringify({ schemaVersion: 2, rules: 'lossless-v1', solutions: [{ score: 1 }] });
const lines = `${reply}\n${result}\n`.repeat(500);

const ways = [
  () => process.stdout.write(lines),
  () => process.stderr.write(lines),
  () => output.log(reply),
  () => output.error(reply),
  () => process._rawDebug(reply),
  () => fs.writeSync(1, lines),
  () => fs.writeSync(2, lines),
];

const print = () => attemptNow(...ways);

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
