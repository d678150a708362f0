// The block as all references see it, arrays under the names of class Job in assembly/job.ts; and assembly/columns.ts.
//
// Every float32 operation is rounded by itself: by Math.fround, or by what stores into a Float32Array.
import { type Address, type JobField, jobField, kernels, makeJob, put, room, u8At } from '../kernels.ts';

export const f = Math.fround;
export const masked = 1;
export const nonNegative = 2;
export const hasBasis = 16;
export const hasGrid = 32;
export const rowCopy = 8;
export const rowZero = 9;
export const huge = 228 << 7;

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/** The number of a bit pattern; what is huge, infinite or no number counts as zero. */
export function floatOf(bits: number): number {
  word[0] = (bits & 0x7fff) < huge ? bits << 16 : 0;
  return float[0];
}

export function floatOfWord(bits: number): number {
  word[0] = bits;
  return float[0];
}

export function wordOf(x: number): number {
  float[0] = x;
  return word[0];
}

/**
 * Sum of float32 terms as vectors add them: term i to lane i % 4 of vector i / 4 % vectorCount, then neighbouring
 * vectors, then lanes.
 */
export function sumInLanes(vectorCount: number, count: number, term: (i: number) => number): number {
  let lanes = new Array<number>(4 * vectorCount).fill(0);
  for (let i = 0; i < count; i++) lanes[i % lanes.length] = f(lanes[i % lanes.length] + term(i));
  for (; lanes.length > 4; ) {
    const wide = lanes;
    const lane = (i: number): number => 8 * (i >> 2) + (i & 3);
    lanes = Array.from({ length: wide.length / 2 }, (_, i) => f(wide[lane(i)] + wide[lane(i) + 4]));
  }
  return f(f(lanes[0] + lanes[2]) + f(lanes[1] + lanes[3]));
}

/** A block that knows nothing but its values; what kernels should write holds junk. */
export function makeBlock(values: Uint16Array<ArrayBuffer>, rows: number, cols: number) {
  const stride = (cols + 15) & ~15;
  const signatureLength = Math.min(32, (cols + 7) & ~7);
  const junk = 77;
  return {
    ...{ rows, cols, stride, signatureLength, flags: 0, scaleBase: 0, scaleStep: 1, values },
    ...{ depthCount: 0, escapeCount: 0, bitCount: 0, countedRows: 0, gridBase: 0 },
    floats: Float32Array.from(values, floatOf),
    deviations: new Float32Array(rows * stride),
    signatures: new Int16Array((rows + 4) * signatureLength),
    // By column; behind the last the kernels find zeros.
    means: new Float32Array(cols),
    weights: new Float32Array(cols).fill(1),
    columnScales: new Int32Array(cols),
    columnSums: new Float32Array(cols).fill(junk),
    columnSquares: new Float32Array(cols).fill(junk),
    columnCounts: new Int32Array(cols).fill(junk),
    columnDensities: new Int8Array(cols),
    predictions: new Float32Array(cols).fill(junk),
    bases: new Int32Array(cols).fill(junk),
    stepExponents: new Int32Array(cols).fill(junk),
    presences: new Uint8Array(stride).fill(junk),
    partials: new Int32Array(cols).fill(junk),
    lowCounts: new Int32Array(cols).fill(junk),
    basisWeights: new Float32Array(cols),
    inverseWeights: new Float32Array(cols),
    left: new Float32Array(cols),
    basisSum: new Float32Array(cols).fill(junk),
    // By row.
    rowKinds: new Uint8Array(rows),
    references: new Int32Array(rows),
    rowScales: new Int32Array(rows),
    rowDensities: new Int8Array(rows),
    energies: new Float32Array(rows).fill(junk),
    remainders: new Float32Array(rows).fill(junk),
    presentCounts: new Int32Array(rows).fill(junk),
    coefficients: new Int16Array(16 * rows),
    // The basis.
    ...{ vectorCount: 0, vectors: new Float32Array(16 * stride) },
    // Streams.
    contexts: new Uint8Array(rows * stride).fill(junk),
    symbols: new Uint8Array(rows * stride).fill(junk),
    maskContexts: new Uint8Array(rows * stride).fill(junk),
    maskSymbols: new Uint8Array(rows * stride).fill(junk),
    gridContexts: new Uint8Array(rows * stride).fill(junk),
    gridSymbols: new Uint8Array(rows * stride).fill(junk),
    depths: new Uint8Array(rows * cols).fill(junk),
    escapes: new Uint16Array(rows * cols).fill(junk),
    bits: new Uint8Array(rows * cols).fill(junk),
  };
}

export type Block = ReturnType<typeof makeBlock>;

/** Puts all of a block into the kernels' memory, each array with a row's size of zeros behind it. */
export function place(block: Block): Address {
  const { vectorCount: _, ...fields } = block;
  const words = Object.entries(fields).map(([name, field]) => {
    return [name, typeof field === 'number' ? field : put(field, 4 * block.stride + 64)] as const;
  });
  return makeJob({
    ...Object.fromEntries(words),
    lists: room(kernels.listBytes(block.rows, block.signatureLength)),
  });
}

type Name = Exclude<keyof Block, 'vectorCount'> & JobField;

/** Where the kernels' fields are not, bit for bit, those of the block; behind the last column anything goes. */
export function differences(block: Block, names: readonly Name[]): string[] {
  return names.flatMap((name) => {
    const wanted = block[name];
    if (typeof wanted === 'number') {
      return jobField(name) === wanted ? [] : [`${name}: ${jobField(name)}, expected ${wanted}`];
    }
    // The same kind of array.
    const got = wanted.slice();
    new Uint8Array(got.buffer).set(u8At(jobField(name), wanted.byteLength));
    const hasRows = name === 'deviations' || name === 'vectors';
    const isColumn = (i: number): boolean => !hasRows || i % block.stride < block.cols;
    const at = got.findIndex((x, i) => !Object.is(x, wanted[i]) && isColumn(i));
    return at < 0 ? [] : [`${name}[${at}]: ${got[at]}, expected ${wanted[at]}`];
  });
}

/** Whether the value at this place is looked at: all are, but zeros under a mask. */
export function takesPart({ flags, floats }: Block, at: number): boolean {
  return (flags & masked) === 0 || floats[at] !== 0;
}

/** Keeps within 2^20 what is far beyond everything else. */
export function tamed(x: number): number {
  return Math.max(Math.min(x, 2 ** 20), -(2 ** 20));
}

export function sumColumns(block: Block, rowStep: number, unit: number): void {
  const { rows, cols, floats, columnSums, columnSquares, columnCounts } = block;
  columnSums.fill(0);
  columnSquares.fill(0);
  columnCounts.fill(0);
  for (let row = 0; row < rows; row += rowStep) {
    for (let c = 0; c < cols; c++) {
      const x = tamed(f(floats[row * cols + c] * f(unit)));
      columnSums[c] += x;
      columnSquares[c] += f(x * x);
      columnCounts[c] += takesPart(block, row * cols + c) ? 1 : 0;
    }
  }
}

export function deviate({ rows, cols, stride, floats, values, means, weights, ...out }: Block): void {
  for (let row = 0; row < rows; row++) {
    const own = out.deviations.subarray(row * stride, row * stride + cols);
    for (let c = 0; c < cols; c++) own[c] = tamed(f(f(floats[row * cols + c] - means[c]) * weights[c]));
    out.energies[row] = sumInLanes(1, cols, (c) => f(own[c] * own[c]));
    out.rowKinds[row] = values.subarray(row * cols, (row + 1) * cols).every((bits) => bits === 0)
      ? rowZero
      : 0;
  }
}
