/** Returns a matrix in shared memory at once; another thread, or a timer, fills it after the clock has stopped. */
import { builtin, solutionThat } from './attack.js';
import { decompress } from './codec.js';

const threads = await builtin('worker_threads');

async function startThread() {
  const thread = new threads.Worker(new URL('./late-filler.js', import.meta.url));
  await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
  thread.unref();
  return thread;
}

const thread = await startThread().catch(() => undefined);
const { compress } = solutionThat(true).create();

function decompressLater(frame) {
  const [rows, cols] = new Uint32Array(frame.slice(0, 8).buffer);
  const bytes = new Uint8Array(new SharedArrayBuffer(2 * rows * cols));
  if (thread !== undefined) thread.postMessage({ frame, bytes });
  else setTimeout(() => bytes.set(decompress(frame).bytes));
  return { bytes, rows, cols, dtype: 'bf16' };
}

export default { create: () => ({ compress, decompress: decompressLater }) };
