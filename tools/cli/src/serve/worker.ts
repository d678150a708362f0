import { parentPort, workerData } from 'node:worker_threads';
import { type Codec, type CodecErrorKind, isCodecError, type Solution } from '@matrix-arena/contract';
import { callForm, matrixOf } from './call-form.ts';
import { defect, type Failure, RequestFailure } from './failure.ts';
import { readForm } from './form.ts';
import type { CallDone, CallReply, CallTask, ThreadStart } from './worker-protocol.ts';

// Entry of every thread: loads the solution, says so, then answers one task after the other. A solution that cannot be
// loaded ends the thread with its error.

/** What a client can do about an error of the codec. */
const hints: Record<Exclude<CodecErrorKind, 'internal'>, string> = {
  'invalid-argument': 'send what the call takes: a matrix, or a frame',
  'limit-exceeded': 'send a smaller matrix',
  truncated: 'send the whole frame',
  corrupt: 'send a frame as compress returned it',
  'unsupported-version': 'ask the version of the solution that made the frame',
};

async function load(entryUrl: string): Promise<Codec> {
  const module: { default?: Solution } = await import(entryUrl);
  const codec = await module.default?.create?.();
  if (typeof codec?.compress !== 'function' || typeof codec.decompress !== 'function')
    throw new TypeError('default export: expected a solution whose create() makes a codec');
  return codec;
}

function perform(codec: Codec, { call, boundary, body }: CallTask): CallReply {
  try {
    const form = callForm(call, readForm(body.length === 1 ? body[0] : Buffer.concat(body), boundary));
    if (call === 'decompress') return decompress(codec, form.file);
    return compress(codec, matrixOf(form));
  } catch (error) {
    return { outcome: 'refused', failure: failureOf(error, call) };
  }
}

function compress(codec: Codec, matrix: ReturnType<typeof matrixOf>): CallDone {
  const { rows, cols } = matrix;
  const originalBytes = matrix.bytes.length;
  const start = performance.now();
  const frame: unknown = codec.compress(matrix);
  const codecMs = performance.now() - start;
  if (!(frame instanceof Uint8Array)) throw new TypeError(`expected a Uint8Array, got ${typeof frame}`);
  const compressedBytes = frame.length;
  return { outcome: 'done', bytes: ownBytes(frame), originalBytes, compressedBytes, rows, cols, codecMs };
}

function decompress(codec: Codec, frame: Uint8Array): CallDone {
  const compressedBytes = frame.length;
  const start = performance.now();
  const matrix = codec.decompress(frame);
  const codecMs = performance.now() - start;
  const { bytes, rows, cols } = matrix ?? {};
  if (!(bytes instanceof Uint8Array) || typeof rows !== 'number' || typeof cols !== 'number')
    throw new TypeError('expected a matrix, got something else');
  const originalBytes = bytes.length;
  return { outcome: 'done', bytes: ownBytes(bytes), originalBytes, compressedBytes, rows, cols, codecMs };
}

/** Bytes that can move to the host: a part of a buffer is copied, so that the rest stays with the codec. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}

function failureOf(error: unknown, call: string): Failure {
  if (error instanceof RequestFailure) return error.failure;
  if (!isCodecError(error) || error.kind === 'internal') return defect(call, messageOf(error));
  const { kind, what, expected, got } = error;
  const fields = { what: textOf(what) ?? call, expected: textOf(expected), got: textOf(got) };
  return { status: 422, kind, ...fields, hint: hints[kind] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `threw ${typeof error}`;
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value).slice(0, 500);
}

if (parentPort === null) throw new Error('serve worker: expected to run in a worker thread');
const port = parentPort;
// What a solution prints is not output of the command.
process.stdout.write = () => true;
const { entryUrl }: ThreadStart = workerData;
const codec = await load(entryUrl);
port.on('message', (task: CallTask) => {
  const reply = perform(codec, task);
  try {
    port.postMessage(reply, reply.outcome === 'done' ? [reply.bytes.buffer] : []);
  } catch {
    // Memory that cannot move, such as all of a wasm instance's, is copied.
    port.postMessage(reply);
  }
});
port.postMessage('loaded');
