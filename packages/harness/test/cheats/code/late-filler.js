/** A thread that decompresses into shared memory, in its own time. */
import { builtin } from './attack.js';
import { decompress } from './codec.js';

const { parentPort } = await builtin('worker_threads');
parentPort.on('message', ({ frame, bytes }) => bytes.set(decompress(frame).bytes));
parentPort.postMessage('ready');
