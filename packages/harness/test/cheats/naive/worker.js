/** A worker without any defence: asks for the time when it needs it, believes what it gets, answers where it can. */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isMainThread, parentPort } from 'node:worker_threads';

const replyDescriptor = 3;
const mostBytesTold = 2 ** 26;
const keptClock = process.hrtime.bigint.bind(process.hrtime);
const state = { codec: undefined, secret: undefined };

/** In a thread the port tells; in a process, lines come in and go out. */
function answer(reply) {
  const signed = Object.assign({ token: state.secret }, reply);
  if (isMainThread) writeSync(replyDescriptor, `${JSON.stringify(signed)}\n`);
  else parentPort.postMessage(signed);
}

async function perform(task) {
  try {
    answer(await work(task));
  } catch (error) {
    const message = `${error?.name}: ${error?.message}`;
    answer({ outcome: 'threw', message: message.slice(0, 100), messageLength: message.length });
  }
}

async function work(task) {
  const { call } = task;
  if (call === 'load') return load(task);
  if (call === 'compress') return compress(task);
  if (call === 'decompress') return decompress(task);
  return look();
}

async function load({ entry, token }) {
  state.secret = token;
  const { default: solution } = await import(entry);
  state.codec = await solution.create();
  return { outcome: 'loaded' };
}

/** Times a call, or several with one input, as it is done everywhere. */
function timed(calls, call) {
  const keptStart = keptClock();
  const start = performance.now();
  let value;
  for (let i = 0; i < calls; i++) value = call();
  const elapsedMs = performance.now() - start;
  return { value, elapsedMs, keptMs: Number(keptClock() - keptStart) / 1e6 };
}

async function compress({ base64, rows, cols, calls = 1 }) {
  const matrix = { bytes: fromBase64(base64), rows, cols, dtype: 'bf16' };
  const { value, ...times } = timed(calls, () => state.codec.compress(matrix));
  return Object.assign({ outcome: 'frame', inputLength: matrix.bytes.length, ...told(await value) }, times);
}

async function decompress({ base64, calls = 1, lookAfterMs = 0 }) {
  const frame = fromBase64(base64);
  const { value: matrix, ...times } = timed(calls, () => state.codec.decompress(frame));
  if (lookAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, lookAfterMs));
  const isSound = matrix.rows * matrix.cols * 2 === matrix.bytes.length;
  const { rows, cols } = matrix;
  return Object.assign({ outcome: 'matrix', isSound, rows, cols, ...told(matrix.bytes) }, times);
}

function look() {
  return {
    outcome: 'seen',
    wasDebugged: globalThis.cheatWasHere === true,
    hasEveryMethod: typeof state.codec?.warmUp === 'function',
  };
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function toBase64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]);
  return btoa(text);
}

function told(bytes) {
  const { length } = bytes;
  const isBytes = bytes instanceof Uint8Array;
  return { length, isBytes, base64: length > mostBytesTold ? '' : toBase64(bytes) };
}

if (isMainThread) createInterface({ input: process.stdin }).on('line', (line) => perform(JSON.parse(line)));
else parentPort.on('message', perform);
