import { limits, maxFrameBytes } from '@matrix-arena/contract';
import type { WorkerReply, WorkerTask } from '../worker-protocol.ts';
import { ForgedReplyError } from './forged.ts';
import {
  callCode,
  outcomeCode,
  replyField,
  taskField,
  taskHeadBytes,
  tokenBytes,
  type Welcome,
  welcomeHeadBytes,
} from './messages.ts';
import type { RawReply } from './reply-reader.ts';

/** The host's first message: token, length, JSON. */
export function welcomeBytes(token: Uint8Array, welcome: Welcome): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(welcome));
  const bytes = new Uint8Array(welcomeHeadBytes + json.length);
  bytes.set(token);
  new DataView(bytes.buffer).setUint32(tokenBytes, json.length, true);
  bytes.set(json, welcomeHeadBytes);
  return bytes;
}

/** Head and payload of a task. */
export function taskBytes(task: WorkerTask): { head: Uint8Array; payload: Uint8Array } {
  const fields = new Float64Array(taskHeadBytes / 8);
  fields[taskField.call] = callCode[task.call];
  const payload = inputOf(task);
  fields[taskField.payloadBytes] = payload.length;
  fields[taskField.maxReplyBytes] = maxReplyBytes(task);
  if (task.call !== 'load') {
    fields[taskField.calls] = task.batch.calls;
    fields[taskField.pick] = task.batch.pick;
  }
  if (task.call === 'compress') {
    fields[taskField.rows] = task.matrix.rows;
    fields[taskField.cols] = task.matrix.cols;
  }
  return { head: new Uint8Array(fields.buffer), payload };
}

function inputOf(task: WorkerTask): Uint8Array {
  if (task.call === 'load') return new Uint8Array(0);
  return task.call === 'compress' ? task.matrix.bytes : task.frame;
}

/** One byte more than the contract allows, so that an output that is too long can be told from one that just fits. */
export function maxReplyBytes(task: WorkerTask): number {
  if (task.call === 'load') return 0;
  return 1 + (task.call === 'compress' ? maxFrameBytes(task.matrix.bytes.length) : limits.maxMatrixBytes);
}

/** Bytes that the child copies around the calls of a task. */
export function copiedBytes(task: WorkerTask, payloadBytes: number): number {
  return task.call === 'load' ? 0 : task.batch.calls * inputOf(task).length + payloadBytes;
}

/**
 * What a raw reply says, in the terms of the task.
 *
 * @throws ForgedReplyError when it is no answer to this task
 */
export function workerReply(task: WorkerTask, { fields, text, payload }: RawReply): WorkerReply {
  const number = (field: keyof typeof replyField): number => fields[replyField[field]];
  const usage = {
    elapsedMs: number('elapsedMs'),
    cpuMs: number('cpuMs'),
    memoryBytes: number('memoryBytes'),
    openHandles: number('openHandles'),
  };
  const outcome = number('outcome');
  if (outcome === outcomeCode.threw)
    return { outcome: 'threw', during: number('duringLoad') === 1 ? 'load' : 'call', message: text };
  if (outcome === outcomeCode['bad-output'] && task.call !== 'load')
    return { outcome: 'bad-output', message: text };
  if (!Object.values(usage).every(Number.isFinite))
    throw new ForgedReplyError(`usage: expected finite numbers, got ${JSON.stringify(usage)}`);
  if (outcome === outcomeCode.loaded && task.call === 'load') return { outcome: 'loaded', usage };
  if (outcome === outcomeCode.frame && task.call === 'compress')
    return { outcome: 'frame', usage, bytes: payload };
  if (outcome === outcomeCode.matrix && task.call === 'decompress')
    return { outcome: 'matrix', usage, bytes: payload, rows: number('rows'), cols: number('cols') };
  throw new ForgedReplyError(`the answer to ${task.call} has outcome ${outcome}`);
}
