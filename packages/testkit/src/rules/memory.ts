import type { Matrix } from '@matrix-arena/contract';
import { makeMatrix } from '../matrices/contents.ts';
import { collectGarbage } from './collect-garbage.ts';
import { memoryBytes } from './guard.ts';
import { type Rule, violated } from './rule.ts';
import { assertSameBytes, assertSameMatrix, copyBytes, copyMatrix } from './same.ts';

const guardByte = 0xa5;

/** The bytes at an offset of a larger buffer, with guard bytes around them. */
function embed(bytes: Uint8Array, offset: number): Uint8Array {
  const buffer = new Uint8Array(offset + bytes.length + 16).fill(guardByte);
  buffer.set(bytes, offset);
  return buffer.subarray(offset, offset + bytes.length);
}

function bufferAt(bytes: Uint8Array, offset: number): Buffer {
  return Buffer.from(embed(bytes, offset).buffer, offset, bytes.length);
}

const inputUntouched: Rule = {
  id: 'input-untouched',
  title: 'neither call writes to its input or to the memory around it',
  async check(context) {
    const codec = await context.newCodec();
    for (const content of ['activations', 'random-bits', 'near-copies'] as const) {
      context.step(content);
      const source = makeMatrix(content, 31, 32, context.options.seed);
      const matrix: Matrix = Object.freeze({ ...source, bytes: embed(source.bytes, 16) });
      const matrixBefore = copyBytes(new Uint8Array(matrix.bytes.buffer));
      const frame = embed(codec.compress(matrix), 16);
      assertSameBytes('memory of the matrix', new Uint8Array(matrix.bytes.buffer), matrixBefore);
      const frameBefore = copyBytes(new Uint8Array(frame.buffer));
      codec.decompress(frame);
      assertSameBytes('memory of the frame', new Uint8Array(frame.buffer), frameBefore);
    }
  },
};

const ownMemory: Rule = {
  id: 'own-memory',
  title: 'results are plain Uint8Arrays in memory that nobody else holds',
  async check(context) {
    const { seed } = context.options;
    const codec = await context.newCodec();
    const samples = (['activations', 'random-bits', 'constant'] as const).flatMap((content) => [
      makeMatrix(content, 20, 32, seed),
      makeMatrix(content, 7, 300, seed),
    ]);
    const frames = samples.map((matrix) => codec.compress(matrix));
    const frameCopies = frames.map((frame) => copyBytes(frame));
    const matrices = frames.map((frame) => codec.decompress(frame));
    const results = [...frames, ...matrices.map(({ bytes }) => bytes)];
    const buffers = new Set([
      ...samples.map(({ bytes }) => bytes.buffer),
      ...results.map(({ buffer }) => buffer),
    ]);
    for (const [i, result] of results.entries()) {
      context.step(i < frames.length ? `frame ${i}` : `matrix ${i - frames.length}`);
      if (Object.getPrototypeOf(result) !== Uint8Array.prototype || !(result.buffer instanceof ArrayBuffer)) {
        violated('expected a plain Uint8Array over an ArrayBuffer, got something else');
      }
    }
    context.step('all results');
    if (buffers.size !== samples.length + results.length) {
      violated('expected each result to have a buffer of its own, got a shared one');
    }
    for (const [i, sample] of samples.entries()) {
      context.step(`sample ${i} after later calls`);
      assertSameBytes('earlier frame', frames[i], frameCopies[i]);
      assertSameMatrix('earlier matrix', matrices[i], sample);
    }
    for (const { buffer } of results) new Uint8Array(buffer).fill(guardByte);
    for (const [i, sample] of samples.entries()) {
      context.step(`sample ${i} after its results were overwritten`);
      assertSameBytes('frame', codec.compress(sample), frameCopies[i]);
      assertSameMatrix('matrix', codec.decompress(frameCopies[i]), sample);
    }
  },
};

const anyOffset: Rule = {
  id: 'any-offset',
  title: 'inputs may start at any offset of their buffer, and may be Buffers',
  async check(context) {
    const codec = await context.newCodec();
    const source = makeMatrix('activations', 19, 35, context.options.seed);
    const frame = codec.compress(source);
    for (const offset of [1, 2, 3, 4, 5, 6, 7, 8]) {
      context.step(`offset ${offset}`);
      const matrix = { ...source, bytes: embed(source.bytes, offset) };
      assertSameBytes('frame', codec.compress(matrix), frame);
      assertSameMatrix('matrix', codec.decompress(embed(frame, offset)), source);
    }
    // Taking a part of a Buffer with slice copies nothing, so what is aligned for others is not for it.
    for (const offset of [0, 1, 2, 3, 4]) {
      context.step(`a Buffer at offset ${offset}`);
      const matrix = { ...source, bytes: bufferAt(source.bytes, offset) };
      assertSameBytes('frame', codec.compress(matrix), frame);
      assertSameMatrix('matrix', codec.decompress(bufferAt(frame, offset)), source);
    }
  },
};

const smallCalls = 200;
const largeCalls = 20;
const maxGrowthBytes = 8 * 2 ** 20;

const steadyMemory: Rule = {
  id: 'steady-memory',
  title: 'memory does not grow with the number of calls',
  async check(context) {
    const { seed } = context.options;
    const codec = await context.newCodec();
    const small = makeMatrix('activations', 16, 32, seed);
    const large = makeMatrix('activations', 1024, 512, seed);
    /** Each call gets a matrix that no call has had before: the first value counts them. */
    let calls = 0;
    const use = (matrix: Matrix, count: number): void => {
      const { bytes } = matrix;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < count; i++) {
        view.setUint16(0, ++calls, true);
        codec.decompress(codec.compress(matrix));
      }
    };
    context.step('warm-up');
    use(large, 2);
    use(small, 20);
    collectGarbage();
    const bytesBefore = memoryBytes();
    context.step(`${smallCalls} small and ${largeCalls} large matrices`);
    use(small, smallCalls);
    use(large, largeCalls);
    collectGarbage();
    const grownBytes = memoryBytes() - bytesBefore;
    if (grownBytes > maxGrowthBytes) {
      violated(`expected memory to grow by at most ${maxGrowthBytes} bytes, got ${grownBytes}`);
    }
    // Keeps the codec from being collected before memory is measured.
    assertSameMatrix('matrix', codec.decompress(codec.compress(small)), copyMatrix(small));
  },
};

export const memoryRules: readonly Rule[] = [inputUntouched, ownMemory, anyOffset, steadyMemory];
