import type { Codec, Matrix, Solution } from '@matrix-arena/contract';
import type { Batch, Usage, WorkerReply, WorkerTask } from './worker-protocol.ts';

// Taken when this module loads, before any code of a solution can replace them. Once a solution is loaded, nothing
// below uses a global or a method of a prototype: it could be the solution's by then.
const { Uint8Array: Bytes, Error: AnyError, String: textOf, Number: numberOf } = globalThis;
const sliceOf: (text: string, start: number, end: number) => string = Function.prototype.call.bind(
  String.prototype.slice,
);
const hrtime = process.hrtime.bigint.bind(process.hrtime);
const cpuUsage = process.cpuUsage.bind(process);
const residentBytes = process.memoryUsage.rss.bind(process.memoryUsage);
const activeResources = process.getActiveResourcesInfo.bind(process);
/** `Uint8Array` for one that is real, whatever its class claims; undefined for what is no typed array, proxies too. */
const tagOf = typedArrayTag();

function typedArrayTag(): (of: unknown) => unknown {
  const get = Object.getOwnPropertyDescriptor(
    Object.getPrototypeOf(Bytes.prototype),
    Symbol.toStringTag,
  )?.get;
  return Function.prototype.call.bind(get as () => unknown);
}

/** Characters of an error's name, and of its message. */
const longestPart = 1000;

/** What is running in a thread or process: at most one solution. */
interface Loaded {
  readonly entryUrl: string;
  readonly codec: Codec;
}

/** Where memory is read: resident now, or the peak of a process of its own. */
export type MemoryReader = () => number;

export const residentMemory: MemoryReader = residentBytes;

/** Makes the function that answers tasks, and loads the solution with the first. A failure is an answer, too. */
export function makePerformer(readMemory: MemoryReader): (task: WorkerTask) => Promise<WorkerReply> {
  let loaded: Loaded | undefined;
  let handlesBefore = 0;
  const memoryBefore = readMemory();
  const memoryGrowth = (): number => readMemory() - memoryBefore;

  async function perform(task: WorkerTask): Promise<WorkerReply> {
    if (loaded === undefined) handlesBefore = countHandles();
    const meter = startMeter(memoryGrowth, handlesBefore);
    if (loaded?.entryUrl !== task.entryUrl) {
      try {
        loaded = { entryUrl: task.entryUrl, codec: await load(task.entryUrl) };
      } catch (error) {
        return { outcome: 'threw', during: 'load', message: messageOf(error) };
      }
    }
    if (task.call === 'load') return { outcome: 'loaded', usage: meter() };
    try {
      return task.call === 'compress' ? compress(loaded, task) : decompress(loaded, task);
    } catch (error) {
      return { outcome: 'threw', during: 'call', message: messageOf(error) };
    }
  }

  function compress({ codec }: Loaded, task: Task<'compress'>): WorkerReply {
    const { batch, matrix } = task;
    const inputs = copies(batch, (): Matrix => ({ ...matrix, bytes: new Bytes(matrix.bytes) }), matrix);
    let frame: unknown;
    const meter = startMeter(memoryGrowth, handlesBefore);
    for (let i = 0; i < batch.calls; i++) {
      const made = codec.compress(inputs[i]);
      if (i === batch.pick) frame = made;
    }
    const usage = meter();
    if (tagOf(frame) !== 'Uint8Array')
      return { outcome: 'bad-output', message: `compress: expected a Uint8Array, got ${typeName(frame)}` };
    return { outcome: 'frame', usage, bytes: new Bytes(frame as Uint8Array) };
  }

  function decompress({ codec }: Loaded, task: Task<'decompress'>): WorkerReply {
    const { batch, frame } = task;
    const inputs = copies(batch, () => new Bytes(frame), frame);
    let bytes: unknown;
    let rows: unknown;
    let cols: unknown;
    let kind = '';
    const meter = startMeter(memoryGrowth, handlesBefore);
    for (let i = 0; i < batch.calls; i++) {
      const matrix: Matrix | undefined = codec.decompress(inputs[i]);
      // Read while the clock runs: an accessor may do the work.
      const made = matrix?.bytes;
      const madeRows = matrix?.rows;
      const madeCols = matrix?.cols;
      if (i !== batch.pick) continue;
      kind = typeName(matrix);
      bytes = made;
      rows = madeRows;
      cols = madeCols;
    }
    const usage = meter();
    if (tagOf(bytes) !== 'Uint8Array' || typeof rows !== 'number' || typeof cols !== 'number')
      return { outcome: 'bad-output', message: `decompress: expected a matrix, got ${kind}` };
    return { outcome: 'matrix', usage, bytes: new Bytes(bytes as Uint8Array), rows, cols };
  }

  return perform;
}

type Task<C extends WorkerTask['call']> = Extract<WorkerTask, { call: C }>;

async function load(entryUrl: string): Promise<Codec> {
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
  return codec;
}

/**
 * One input for each call, made before the clock starts: a codec that changes its input changes no other call's. The
 * object has no prototype, so that no accessor of one can get hold of it.
 */
function copies<T>({ calls }: Batch, copy: () => T, original: T): Readonly<Record<number, T>> {
  const inputs = { __proto__: null } as unknown as Record<number, T>;
  inputs[0] = original;
  for (let i = 1; i < calls; i++) inputs[i] = copy();
  return inputs;
}

/** Starts all meters; the function that it returns reads them, the clock first. */
function startMeter(memoryGrowth: () => number, handlesBefore: number): () => Usage {
  const cpu = cpuUsage();
  const start = hrtime();
  return () => {
    const elapsedMs = numberOf(hrtime() - start) / 1e6;
    const { user, system } = cpuUsage(cpu);
    const cpuMs = (user + system) / 1e3;
    const openHandles = countHandles() - handlesBefore;
    return { elapsedMs, cpuMs, memoryBytes: memoryGrowth(), openHandles };
  };
}

/** Reads of files come and go: a sandboxed process gets its tasks by them. */
function countHandles(): number {
  const names = activeResources();
  let count = 0;
  for (let i = 0; i < names.length; i++) if (names[i] !== 'FSReqCallback') count++;
  return count;
}

/** Never throws, whatever was thrown. Cut here, so that no message of 100 MB travels; the host shows less still. */
function messageOf(error: unknown): string {
  try {
    if (!(error instanceof AnyError)) return `threw ${typeName(error)}`;
    return `${startOf(error.name)}: ${startOf(error.message)}`;
  } catch {
    return 'threw something that cannot be read';
  }
}

function startOf(value: unknown): string {
  return sliceOf(textOf(value), 0, longestPart);
}

function typeName(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
