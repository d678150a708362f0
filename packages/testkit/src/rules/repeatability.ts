import type { Codec, Matrix } from '@matrix-arena/contract';
import { makeMatrix } from '../matrices/contents.ts';
import { bitFlipped } from './damage.ts';
import type { Rule } from './rule.ts';
import { assertSameBytes, assertSameMatrix } from './same.ts';

function sampleMatrices(seed: number): Matrix[] {
  return [
    makeMatrix('activations', 24, 32, seed),
    makeMatrix('near-copies', 33, 65, seed),
    makeMatrix('random-bits', 1, 501, seed),
    makeMatrix('constant', 9, 9, seed),
    makeMatrix('activations', 0, 4, seed),
  ];
}

const deterministic: Rule = {
  id: 'deterministic',
  title: 'a matrix has one frame: again, from another instance, and after other matrices',
  async check(context) {
    const matrices = sampleMatrices(context.options.seed);
    const codec = await context.newCodec();
    const first = matrices.map((matrix) => codec.compress(matrix));
    for (const [i, matrix] of matrices.entries()) {
      context.step(`matrix ${i}, ${matrix.rows}x${matrix.cols}`);
      // By now the codec has seen the other matrices; the second call follows on the same one.
      assertSameBytes('frame after other matrices', codec.compress(matrix), first[i]);
      assertSameBytes('frame of the second call in a row', codec.compress(matrix), first[i]);
      const fresh = await context.newCodec();
      assertSameBytes('frame of a new instance', fresh.compress(matrix), first[i]);
      assertSameMatrix('first matrix of a new instance', fresh.decompress(first[i]), matrix);
      assertSameMatrix('second matrix of a new instance', fresh.decompress(first[i]), matrix);
    }
  },
};

const interleavedInstances: Rule = {
  id: 'interleaved-instances',
  title: 'instances that take turns do not disturb each other',
  async check(context) {
    const matrices = sampleMatrices(context.options.seed);
    const alone: Uint8Array[] = [];
    for (const matrix of matrices) alone.push((await context.newCodec()).compress(matrix));
    const instances: Codec[] = [];
    for (let i = 0; i < 3; i++) instances.push(await context.newCodec());
    for (let turn = 0; turn < 3 * matrices.length; turn++) {
      const at = turn % matrices.length;
      const matrix = matrices[at];
      const instance = instances[turn % 3];
      const receiver = instances[(turn + 1) % 3];
      context.step(`turn ${turn}, matrix ${at}, ${matrix.rows}x${matrix.cols}`);
      const frame = instance.compress(matrix);
      assertSameBytes('frame', frame, alone[at]);
      assertSameMatrix('matrix', receiver.decompress(frame), matrix);
    }
  },
};

const worksAfterErrors: Rule = {
  id: 'works-after-errors',
  title: 'a call that throws leaves the codec as good as new',
  async check(context) {
    const matrix = makeMatrix('activations', 24, 32, context.options.seed);
    const codec = await context.newCodec();
    const frame = codec.compress(matrix);
    const middle = frame.length >> 1;
    const badCalls: Record<string, () => unknown> = {
      'an empty frame': () => codec.decompress(new Uint8Array()),
      'half a frame': () => codec.decompress(frame.subarray(0, middle)),
      'a frame with a flipped bit': () => codec.decompress(bitFlipped(frame, 8 * middle)),
      'a frame that is no frame': () => codec.decompress(JSON.parse('null')),
      'a matrix without all its bytes': () => codec.compress({ ...matrix, bytes: matrix.bytes.subarray(2) }),
    };
    for (const [name, badCall] of Object.entries(badCalls)) {
      context.step(`after ${name}`);
      try {
        badCall();
      } catch {
        // What is thrown is for other rules to judge.
      }
      assertSameBytes('frame', codec.compress(matrix), frame);
      assertSameMatrix('matrix', codec.decompress(frame), matrix);
    }
  },
};

export const repeatabilityRules: readonly Rule[] = [deterministic, interleavedInstances, worksAfterErrors];
