import type { Codec, Solution } from '@matrix-arena/contract';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { timeCall } from './clock.ts';
import type { WorkerReply, WorkerTask } from './worker-protocol.ts';

const codecs = new Map<string, Codec>();

// What a solution prints is not output of the arena: it would end up in the middle of a table or of JSON.
process.stdout.write = () => true;

/** Entry of every worker thread: runs one call of one solution. */
export default async function work(task: WorkerTask): Promise<unknown> {
  const reply = await answer(task);
  return 'bytes' in reply ? moved(reply, reply.bytes.buffer as ArrayBuffer) : reply;
}

async function answer(task: WorkerTask): Promise<WorkerReply> {
  const start = performance.now();
  let codec: Codec;
  try {
    codec = await load(task.entryUrl);
  } catch (error) {
    return { outcome: 'threw', during: 'load', message: messageOf(error) };
  }
  if (task.call === 'load') return { outcome: 'loaded', elapsedMs: performance.now() - start };
  try {
    return task.call === 'compress' ? compress(codec, task.matrix) : decompress(codec, task.frame);
  } catch (error) {
    return { outcome: 'threw', during: 'call', message: messageOf(error) };
  }
}

async function load(entryUrl: string): Promise<Codec> {
  const known = codecs.get(entryUrl);
  if (known !== undefined) return known;
  const module: { default?: Solution } = await import(entryUrl);
  if (typeof module.default?.create !== 'function') {
    throw new TypeError(
      'default export: expected a solution with create(), see defineSolution in the contract',
    );
  }
  const codec = await module.default.create();
  if (typeof codec?.compress !== 'function' || typeof codec.decompress !== 'function') {
    throw new TypeError('create(): expected a codec with compress and decompress');
  }
  codecs.set(entryUrl, codec);
  return codec;
}

function compress(codec: Codec, matrix: Parameters<Codec['compress']>[0]): WorkerReply {
  const { value: frame, elapsedMs } = timeCall(() => codec.compress(matrix));
  if (!(frame instanceof Uint8Array))
    return { outcome: 'bad-output', message: `compress: expected a Uint8Array, got ${typeName(frame)}` };
  return { outcome: 'frame', elapsedMs, bytes: ownCopy(frame) };
}

function decompress(codec: Codec, frame: Uint8Array): WorkerReply {
  const { value: matrix, elapsedMs } = timeCall(() => codec.decompress(frame));
  if (!(matrix?.bytes instanceof Uint8Array)) {
    return { outcome: 'bad-output', message: `decompress: expected a matrix, got ${typeName(matrix)}` };
  }
  return {
    outcome: 'matrix',
    elapsedMs,
    bytes: ownCopy(matrix.bytes),
    rows: Number(matrix.rows),
    cols: Number(matrix.cols),
  };
}

/** A copy in memory of its own: the codec may have returned a view of something larger, or keep a reference. */
function ownCopy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Moves the buffer to the host instead of copying it once more. */
function moved(reply: WorkerReply, buffer: ArrayBuffer): unknown {
  return move({ [transferableSymbol]: buffer, [valueSymbol]: reply } as unknown as Parameters<
    typeof move
  >[0]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `threw ${typeName(error)}`;
}

function typeName(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
