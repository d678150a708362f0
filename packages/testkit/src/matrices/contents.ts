import { type Bf16Bits, bitsFromFloat, floatFromBits, matrixFromBits } from '@matrix-arena/bf16';
import type { Matrix } from '@matrix-arena/contract';
import { type RandomSource, randomSource } from './random.ts';

type Content = (rows: number, cols: number, random: RandomSource) => Bf16Bits;

/** What a matrix can hold: everything real samples show, and the extremes around it. */
const contents = {
  /** The same value everywhere. */
  constant: (rows, cols) => new Uint16Array(rows * cols).fill(0x3f80),
  zeros: (rows, cols) => new Uint16Array(rows * cols),
  'two-values': (rows, cols, random) => fill(rows * cols, () => (random.below(2) === 0 ? 0x3f80 : 0xbf80)),
  /** Patterns that count up, through every exponent when there are enough of them. */
  ramp: (rows, cols) => fill(rows * cols, (i) => i & 0xffff),
  /** Three rows, repeated in a random order. */
  'repeated-rows': (rows, cols, random) => {
    const originals = activations(3, cols, random);
    return byRow(rows, cols, () => row(originals, random.below(3), cols));
  },
  /** Repeated tokens: many rows are an earlier row, a little disturbed. */
  'near-copies': (rows, cols, random) => {
    const bits = activations(rows, cols, random);
    for (let r = 1; r < rows; r++) {
      if (random.below(2) === 0) continue;
      const source = random.below(r) * cols;
      for (let c = 0; c < cols; c++) {
        bits[r * cols + c] = add(bits[source + c], 0.01 * random.normal());
      }
    }
    return bits;
  },
  /** Snapshots of one accumulating gradient: each slice is the one before plus an increment. */
  'accumulating-slices': (rows, cols, random) => {
    const bits = activations(rows, cols, random);
    const sliceRows = Math.max(1, Math.ceil(rows / 4));
    for (let i = sliceRows * cols; i < bits.length; i++) {
      bits[i] = add(bits[i - sliceRows * cols], 0.1 * random.normal());
    }
    return bits;
  },
  /** After a rectifier: nine of ten values are zero. */
  sparse: (rows, cols, random) => {
    const bits = activations(rows, cols, random);
    return bits.map((value) => (random.below(10) === 0 ? value : 0));
  },
  'zero-rows': (rows, cols, random) => {
    const bits = activations(rows, cols, random);
    for (let r = 0; r < rows; r++) if (random.below(3) === 0) bits.fill(0, r * cols, (r + 1) * cols);
    return bits;
  },
  activations,
  /** Row scales that spread widely; each value is the sum of two bf16 values, so small ones end in zeros. */
  gradients: (rows, cols, random) =>
    byRow(rows, cols, () => {
      const scale = random.scale(6) * 2 ** -12;
      return fill(cols, () => add(bitsFromFloat(scale * random.normal()), scale * random.normal()));
    }),
  'random-bits': (rows, cols, random) => fill(rows * cols, () => random.uint32() & 0xffff),
} satisfies Record<string, Content>;

/** Name of a kind of content. */
export type ContentName = keyof typeof contents;

/** Every kind of content, in a fixed order. */
export const contentNames = Object.keys(contents) as readonly ContentName[];

/** A matrix of a kind of content. The same arguments give the same bytes on every machine. */
export function makeMatrix(content: ContentName, rows: number, cols: number, seed: number): Matrix {
  const make: Content = contents[content];
  return matrixFromBits(make(rows, cols, randomSource(seed)), rows, cols);
}

/** Near Gaussian, with a scale per row and a mean and scale per column. */
function activations(rows: number, cols: number, random: RandomSource): Bf16Bits {
  if (rows === 0) return new Uint16Array();
  const columnScale = Float64Array.from({ length: cols }, () => random.scale(2));
  const columnMean = Float64Array.from({ length: cols }, () => 0.3 * random.normal());
  const bits = new Uint16Array(rows * cols);
  for (let r = 0; r < rows; r++) {
    const rowScale = random.scale(3);
    for (let c = 0; c < cols; c++) {
      bits[r * cols + c] = bitsFromFloat(rowScale * (columnMean[c] + columnScale[c] * random.normal()));
    }
  }
  return bits;
}

function fill(count: number, valueAt: (index: number) => number): Bf16Bits {
  const bits = new Uint16Array(count);
  for (let i = 0; i < count; i++) bits[i] = valueAt(i);
  return bits;
}

function byRow(rows: number, cols: number, makeRow: () => Bf16Bits): Bf16Bits {
  const bits = new Uint16Array(rows * cols);
  for (let r = 0; r < rows; r++) bits.set(makeRow(), r * cols);
  return bits;
}

function row(bits: Bf16Bits, index: number, cols: number): Bf16Bits {
  return bits.subarray(index * cols, (index + 1) * cols);
}

/** The bf16 sum of a value and the nearest bf16 to a number, as an accumulator of a training step adds. */
function add(bits: number, value: number): number {
  return bitsFromFloat(floatFromBits(bits) + floatFromBits(bitsFromFloat(value)));
}
