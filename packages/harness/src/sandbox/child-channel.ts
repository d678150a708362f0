import fs from 'node:fs';
import type { WorkerReply, WorkerTask } from '../worker-protocol.ts';
import {
  callCode,
  channelDescriptor,
  maxTextBytes,
  outcomeCode,
  replyField,
  replyHeadBytes,
  taskField,
  taskHeadBytes,
  tokenBytes,
  type Welcome,
  welcomeHeadBytes,
} from './messages.ts';

// The child's end of the socket. Taken when this module loads: once a solution is loaded, nothing below uses a global
// or a method or accessor of a prototype. An imported binding of a built-in would be live, too, so it is copied.
const { Uint8Array: Bytes, Float64Array: Floats } = globalThis;
const { read, readSync, writeSync } = fs;
const { min } = Math;
const exit = process.exit.bind(process);
const encoder = new TextEncoder();
const encodeInto = encoder.encodeInto.bind(encoder);
const lengthOf = byteLengthGetter();

const taskHead = new Bytes(taskHeadBytes);
const taskFields = new Floats(taskHead.buffer);
const replyHead = new Bytes(replyHeadBytes);
const replyFields = new Floats(replyHead.buffer, tokenBytes);
const text = new Bytes(maxTextBytes);

function byteLengthGetter(): (bytes: Uint8Array) => number {
  const get = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Bytes.prototype), 'byteLength')?.get;
  return Function.prototype.call.bind(get as () => number);
}

/** What a task asks, and how much of the output to send. */
export interface ReceivedTask {
  readonly task: WorkerTask;
  readonly maxReplyBytes: number;
}

/** Waits for the host's first message and keeps its token. Only before a solution is loaded. */
export function receiveWelcome(): Welcome {
  const head = new Bytes(welcomeHeadBytes);
  fill(head, 0, welcomeHeadBytes);
  replyHead.set(head.subarray(0, tokenBytes));
  head.fill(0, 0, tokenBytes);
  const json = new Bytes(new DataView(head.buffer).getUint32(tokenBytes, true));
  fill(json, 0, json.length);
  return JSON.parse(new TextDecoder().decode(json));
}

/**
 * Calls back once, with the next task. Until it comes the event loop is the solution's: the descriptor is waited for
 * in a thread of the runtime's pool. What follows the head is there already, or on its way.
 */
export function onNextTask(entryUrl: string, callBack: (received: ReceivedTask) => void): void {
  read(channelDescriptor, taskHead, 0, taskHeadBytes, null, (error, count) => {
    // The host is gone, and nobody waits for an answer.
    if (error !== null || count === 0) exit(0);
    fill(taskHead, count, taskHeadBytes);
    const payloadBytes = taskFields[taskField.payloadBytes];
    const payload = new Bytes(payloadBytes);
    fill(payload, 0, payloadBytes);
    callBack({ task: taskOf(entryUrl, payload), maxReplyBytes: taskFields[taskField.maxReplyBytes] });
  });
}

function taskOf(entryUrl: string, payload: Uint8Array): WorkerTask {
  const call = taskFields[taskField.call];
  if (call === callCode.load) return { call: 'load', entryUrl };
  const batch = { calls: taskFields[taskField.calls], pick: taskFields[taskField.pick] };
  if (call === callCode.decompress) return { call: 'decompress', entryUrl, frame: payload, batch };
  const rows = taskFields[taskField.rows];
  const cols = taskFields[taskField.cols];
  return { call: 'compress', entryUrl, matrix: { bytes: payload, rows, cols, dtype: 'bf16' }, batch };
}

/** Tells the host that the child has taken the token and is ready for a task. */
export function sendReady(): void {
  writeReply(outcomeCode.ready, 0, text, 0);
}

/** Sends a reply: the head first, so that the host sees when the clock had stopped. */
export function sendReply(reply: WorkerReply, maxReplyBytes: number): void {
  let textBytes = 0;
  let payload = text;
  let payloadBytes = 0;
  if ('usage' in reply) {
    replyFields[replyField.elapsedMs] = reply.usage.elapsedMs;
    replyFields[replyField.cpuMs] = reply.usage.cpuMs;
    replyFields[replyField.memoryBytes] = reply.usage.memoryBytes;
    replyFields[replyField.openHandles] = reply.usage.openHandles;
  } else {
    textBytes = encodeInto(reply.message, text).written;
    replyFields[replyField.duringLoad] = reply.outcome === 'threw' && reply.during === 'load' ? 1 : 0;
  }
  if (reply.outcome === 'matrix') {
    replyFields[replyField.rows] = reply.rows;
    replyFields[replyField.cols] = reply.cols;
  }
  if ('bytes' in reply) {
    payload = reply.bytes as Uint8Array<ArrayBuffer>;
    const length = lengthOf(payload);
    payloadBytes = min(length, maxReplyBytes);
  }
  writeReply(outcomeCode[reply.outcome], textBytes, payload, payloadBytes);
}

function writeReply(code: number, textBytes: number, payload: Uint8Array, payloadBytes: number): void {
  replyFields[replyField.outcome] = code;
  replyFields[replyField.textBytes] = textBytes;
  replyFields[replyField.payloadBytes] = payloadBytes;
  write(replyHead, replyHeadBytes);
  write(text, textBytes);
  write(payload, payloadBytes);
}

/** Reads until `bytes` is full up to `end`; the descriptor blocks. */
function fill(bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; ) {
    const count = readSync(channelDescriptor, bytes, at, end - at, null);
    if (count === 0) exit(0);
    at += count;
  }
}

function write(bytes: Uint8Array, length: number): void {
  for (let at = 0; at < length; ) at += writeSync(channelDescriptor, bytes, at, length - at, null);
}
