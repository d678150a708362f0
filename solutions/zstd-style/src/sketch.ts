import { type Bf16Bits, floatFromBits } from '@matrix-arena/bf16';
import { dotProduct } from './dot-product.ts';
import { signBit } from './float-bits.ts';

/** Columns of a sketch: two words of signs. 32 columns would cost the mixed set 0.002 of its compressed fraction. */
const maxSketchColumns = 64;
const sampledRows = 128;

/**
 * What the search knows of each row: its values in a few columns, each divided by the column's deviation, and on
 * which side of the column's mean they lie. Without the mean, rows of activations, whose columns lie far from zero,
 * would look alike: 0.006 of the mixed set's compressed fraction.
 */
export interface Sketches {
  readonly columnCount: number;
  /** `columnCount` values per row. */
  readonly values: Float32Array;
  /** Sum of their squares per row. */
  readonly energies: Float64Array;
  /** Two words per row; the second is 0 for up to 32 columns. */
  readonly signs: Int32Array;
}

export function makeSketches(bits: Bf16Bits, rows: number, width: number): Sketches {
  const columnCount = Math.min(width, maxSketchColumns);
  const columns = Int32Array.from({ length: columnCount }, (_, i) => Math.floor((i * width) / columnCount));
  const means = new Float64Array(columnCount);
  const weights = new Float64Array(columnCount);
  measureColumns(bits, rows, width, columns, means, weights);
  const thresholds = means.map((mean, i) => mean * weights[i]);
  const values = weightedValues(bits, rows, width, columns, weights);
  const energies = new Float64Array(rows);
  const signs = new Int32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columnCount;
    energies[row] = dotProduct(values, start, values, start, columnCount);
    signs[2 * row] = signsOf(values, start, thresholds, 0);
    signs[2 * row + 1] = signsOf(values, start, thresholds, 32);
  }
  return { columnCount, values, energies, signs };
}

function weightedValues(
  bits: Bf16Bits,
  rows: number,
  width: number,
  columns: Int32Array,
  weights: Float64Array,
): Float32Array {
  const words = new Uint32Array(rows * columns.length);
  const values = new Float32Array(words.buffer);
  for (let row = 0, at = 0; row < rows; row++) {
    const start = row * width;
    for (let i = 0; i < columns.length; i++, at++) {
      words[at] = bits[start + columns[i]] << 16;
      values[at] *= weights[i];
    }
  }
  return values;
}

function signsOf(values: Float32Array, start: number, thresholds: Float64Array, first: number): number {
  const end = Math.min(thresholds.length, first + 32);
  let word = 0;
  for (let i = first; i < end; i++) word = (word << 1) | signBit(values[start + i] - thresholds[i]);
  return word;
}

/** Mean and inverse deviation of each sketched column, over a sample of the rows that are not zero. */
function measureColumns(
  bits: Bf16Bits,
  rows: number,
  width: number,
  columns: Int32Array,
  means: Float64Array,
  weights: Float64Array,
): void {
  const squares = new Float64Array(columns.length);
  const stride = Math.max(1, Math.floor(rows / sampledRows));
  let count = 0;
  for (let row = 0; row < rows; row += stride) {
    let energy = 0;
    for (let i = 0; i < columns.length; i++) {
      const value = floatFromBits(bits[row * width + columns[i]]);
      means[i] += value;
      squares[i] += value * value;
      energy += value * value;
    }
    if (energy > 0) count++;
  }
  if (count === 0) return;
  for (let i = 0; i < columns.length; i++) {
    means[i] /= count;
    const square = squares[i] / count;
    const variance = square - means[i] * means[i];
    // A column that never changes is as good as any to compare rows by.
    weights[i] = square > 0 ? 1 / Math.sqrt(variance > 0 ? variance : square) : 0;
  }
}
