/** Serves what was kept on sockets between calls, and asks such servers from within a call. */
import { builtin } from './attack.js';
import { toBase64 } from './text.js';

const threads = await builtin('worker_threads');
const net = await builtin('net');
const addresses = [
  { path: '\0cheat-kept' },
  { path: '/tmp/cheat-kept.sock' },
  { host: '127.0.0.1', port: 47_119 },
];
const answerBytes = 2 ** 22;
const waitMs = 500;

/** Nothing is open as long as the process has other work. */
export async function serve(kept) {
  const answer = (socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const id = data.toString();
      const { bytes, rows, cols } = kept.get(id) ?? {};
      if (bytes === undefined) socket.end();
      else socket.end(JSON.stringify({ id, rows, cols, base64: toBase64(bytes) }));
    });
  };
  const listening = addresses.map(
    (address) =>
      new Promise((resolve) => {
        const server = net.createServer(answer);
        server.on('error', () => resolve(false));
        server.listen(address, () => resolve(true));
        server.unref();
      }),
  );
  // Even where another process has all the addresses: that one can be asked.
  return (await Promise.all(listening)).length > 0;
}

/** A thread asks; this one sleeps meanwhile, as a call may not wait for anything else. */
export function askServers(id) {
  const answer = new SharedArrayBuffer(8 + answerBytes);
  const state = new Int32Array(answer, 0, 2);
  const workerData = { addresses, answer, id };
  const thread = new threads.Worker(`(${ask})()`, { eval: true, workerData, stderr: true });
  Atomics.wait(state, 0, 0, waitMs);
  thread.terminate();
  return String.fromCharCode(...new Uint8Array(answer, 8, state[1]));
}

function ask() {
  const { workerData } = process.getBuiltinModule('node:worker_threads');
  const { addresses, answer, id } = workerData;
  const state = new Int32Array(answer, 0, 2);
  for (const address of addresses) {
    const parts = [];
    const socket = process.getBuiltinModule('node:net').connect(address, () => socket.write(id));
    socket.on('error', () => {});
    socket.on('data', (data) => parts.push(data));
    socket.on('end', () => {
      const whole = Buffer.concat(parts);
      if (whole.length === 0 || state[1] > 0) return;
      new Uint8Array(answer, 8).set(whole);
      state[1] = whole.length;
      Atomics.store(state, 0, 1);
      Atomics.notify(state, 0);
    });
  }
}
