/** A thread that checks rows: sleeps until its cell of the state is set, takes a message, tells the result. */
import { builtin } from './attack.js';
import { checkOfRow } from './codec.js';

const { workerData, parentPort, receiveMessageOnPort } = await builtin('worker_threads');
const { state, checks, index } = workerData;
parentPort.postMessage('ready');

for (;;) {
  Atomics.wait(state, index, 0);
  const { message } = receiveMessageOnPort(parentPort);
  let check = 0;
  for (const { bytes, rounds } of message) check ^= checkOfRow(bytes, 0, bytes.length, rounds);
  checks[index] = check;
  Atomics.store(state, index, 0);
  Atomics.notify(state, index);
}
