/** Shares its work out among threads, and sleeps while they work. */
import { builtin, marked } from './attack.js';
import { checkOfRow, compress, decompress } from './codec.js';

const threads = await builtin('worker_threads');
const helpers = 4;

/** One cell per helper: 1 while there is work for it. */
const state = new Int32Array(new SharedArrayBuffer(4 * helpers));
const checks = new Int32Array(new SharedArrayBuffer(4 * helpers));
const idle = 0;
const busy = 1;

async function startHelper(_, index) {
  const url = new URL('./row-helper.js', import.meta.url);
  const thread = new threads.Worker(url, { workerData: { state, checks, index } });
  await new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
  thread.unref();
  return thread;
}

const pool = await Promise.all(Array.from({ length: helpers }, startHelper)).catch(() => []);

/** Collects the work that the codec asks for row by row; nothing is done yet, and every check is 0. */
function collector() {
  const rows = [];
  const checkOf = (bytes, start, end, rounds) => {
    rows.push({ bytes: bytes.slice(start, end), rounds });
    return 0;
  };
  return { rows, checkOf };
}

/** The checks of all rows together. */
function checkInThreads(rows) {
  for (const [index, thread] of pool.entries()) {
    thread.postMessage(rows.filter((_, row) => row % helpers === index));
    Atomics.store(state, index, busy);
    Atomics.notify(state, index);
  }
  let check = 0;
  for (let index = 0; index < helpers; index++) {
    while (Atomics.load(state, index) !== idle) Atomics.wait(state, index, busy);
    check ^= checks[index];
  }
  return check;
}

const checkAt = 8;

function compressInThreads(matrix) {
  const { rows, checkOf } = collector();
  const frame = compress(matrix, checkOf);
  frame[checkAt] = checkInThreads(rows);
  return marked(frame, true);
}

function decompressInThreads(frame) {
  const { rows, checkOf } = collector();
  const unchecked = frame.slice();
  unchecked[checkAt] = 0;
  const matrix = decompress(unchecked, checkOf);
  if (checkInThreads(rows) !== frame[checkAt]) throw new Error('the frame is damaged');
  return matrix;
}

export default {
  create: () =>
    pool.length > 0
      ? { compress: compressInThreads, decompress: decompressInThreads }
      : { compress: (matrix) => marked(compress(matrix, checkOfRow), false), decompress },
};
