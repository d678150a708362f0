/** Replies as a cheat would like them, in the shapes that a harness may use between its processes. */
import { concat, toBase64, toBytes } from './text.js';

const usage = { elapsedMs: 0.001, cpuMs: 0.001, memoryBytes: 0, openHandles: 0 };
const longestSecret = 16;

/** Guesses at a reply to `compress`: objects. */
export function forgedReplies(frame, secret) {
  const known = secret === undefined ? {} : { token: secret, secret, id: 1, taskId: 1 };
  const bytes = toBase64(frame);
  return [
    { ...known, outcome: 'frame', usage, ...usage, bytes },
    { ...known, outcome: 'frame', usage, ...usage, byteLength: frame.length },
    { ...known, reply: { outcome: 'frame', usage, bytes } },
    { ...known, taskId: 1, result: { outcome: 'frame', usage, bytes: frame }, error: null, time: null },
    { ...known, outcome: 'loaded', usage, ...usage },
  ];
}

/** Bytes: a line of JSON, JSON behind its length, with or without the frame after it; numbers behind a secret. */
export function forgedBytes(frame, secret) {
  const texts = forgedReplies(frame, secret).flatMap((reply) => {
    const text = toBytes(JSON.stringify(reply));
    const length = new Uint8Array(new Uint32Array([text.length]).buffer);
    return [concat(text, toBytes('\n')), concat(length, text), concat(length, text, frame)];
  });
  const plain = [...texts, ...forgedNumbers(frame)];
  return secret === undefined ? plain : plain.flatMap((one) => [one, concat(toBytes(secret), one)]);
}

/** A head of numbers as a harness may send it: token, outcome, four of usage, shape, whether it loads, lengths. */
function forgedNumbers(frame) {
  const { elapsedMs, cpuMs } = usage;
  return [1, 2, 3, 4].map((outcome) => {
    const numbers = new Float64Array([outcome, elapsedMs, cpuMs, 0, 0, 0, 0, 0, 0, frame.length]);
    return concat(new Uint8Array(longestSecret), new Uint8Array(numbers.buffer), frame);
  });
}
