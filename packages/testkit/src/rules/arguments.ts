import { limits, type Matrix } from '@matrix-arena/contract';
import { makeMatrix } from '../matrices/contents.ts';
import { expectRefusal, memoryBytes } from './guard.ts';
import { type Rule, violated } from './rule.ts';
import { copyBytes } from './same.ts';

/** What callers without types pass where a matrix is wanted. */
export function badMatrices(good: Matrix): Record<string, unknown> {
  const { bytes, rows, cols } = good;
  return {
    undefined: undefined,
    null: null,
    'a number': 7,
    text: 'matrix',
    'an array': [1, 2, 3],
    'an empty object': {},
    'bytes alone': bytes,
    'a matrix without dtype': { bytes, rows, cols },
    'dtype f32': { ...good, dtype: 'f32' },
    'negative rows': { ...good, rows: -rows },
    'negative rows and cols': { ...good, rows: -rows, cols: -cols },
    'fractional rows': { ...good, rows: rows / 4, cols: cols * 4 },
    'NaN rows': { ...good, rows: Number.NaN },
    'infinite rows': { bytes: new Uint8Array(), rows: Number.POSITIVE_INFINITY, cols: 0, dtype: 'bf16' },
    'rows as text': { ...good, rows: String(rows) },
    'rows as a bigint': { ...good, rows: BigInt(rows) },
    'no cols': { bytes, rows, dtype: 'bf16' },
    'one byte too few': { ...good, bytes: bytes.subarray(1) },
    'one value too many': { ...good, bytes: Uint8Array.of(...bytes, 0, 0) },
    'no bytes for a shape': { ...good, bytes: new Uint8Array() },
    'bytes without a shape': { ...good, rows: 0 },
    'bytes as numbers': { ...good, bytes: [...bytes] },
    'bytes as an ArrayBuffer': { ...good, bytes: copyBytes(bytes).buffer },
    'bytes as a DataView': { ...good, bytes: new DataView(copyBytes(bytes).buffer) },
    'bytes as a Uint16Array': { ...good, bytes: new Uint16Array(bytes.length) },
    'bytes as a Float32Array': { ...good, bytes: new Float32Array(bytes.length) },
  };
}

/** What callers without types pass where a frame is wanted. */
export function badFrames(good: Uint8Array): Record<string, unknown> {
  return {
    undefined: undefined,
    null: null,
    'a number': 7,
    text: 'frame',
    'an empty object': {},
    'an object with a length': { length: good.length },
    numbers: [...good],
    'an ArrayBuffer': copyBytes(good).buffer,
    'a DataView': new DataView(copyBytes(good).buffer),
    'a Uint16Array': new Uint16Array(good.length),
    'a Float32Array': new Float32Array(good.length),
  };
}

const badArguments: Rule = {
  id: 'bad-arguments',
  title: 'what is no matrix or no frame is an invalid argument',
  async check(context) {
    const codec = await context.newCodec();
    const matrix = makeMatrix('activations', 6, 4, context.options.seed);
    for (const [name, argument] of Object.entries(badMatrices(matrix))) {
      const call = () => codec.compress(argument as Matrix);
      expectRefusal(context, `compress, ${name}`, ['invalid-argument'], call);
    }
    for (const [name, argument] of Object.entries(badFrames(codec.compress(matrix)))) {
      const call = () => codec.decompress(argument as Uint8Array);
      expectRefusal(context, `decompress, ${name}`, ['invalid-argument'], call);
    }
  },
};

/** Far below what coding such a matrix would take. */
const maxGrowthBytes = 64 * 2 ** 20;

const beyondLimits: Rule = {
  id: 'beyond-limits',
  title: 'a matrix beyond the limits is refused before anything is allocated for it',
  async check(context) {
    const codec = await context.newCodec();
    // Its pages are never touched, so it costs address space and no memory.
    const bytes = new Uint8Array(limits.maxMatrixBytes + 2);
    const values = bytes.length / 2;
    const shapes: [number, number][] = [
      [1, values],
      [values, 1],
    ];
    for (const [rows, cols] of shapes) {
      const bytesBefore = memoryBytes();
      const call = () => codec.compress({ bytes, rows, cols, dtype: 'bf16' });
      expectRefusal(context, `${rows}x${cols}`, ['limit-exceeded'], call);
      const grownBytes = memoryBytes() - bytesBefore;
      if (grownBytes > maxGrowthBytes) violated(`expected no allocation, got ${grownBytes} bytes`);
    }
  },
};

export const argumentRules: readonly Rule[] = [badArguments, beyondLimits];
