import { type Bf16Bits, floatFromBits } from '@matrix-arena/bf16';
import { maxColumnOctave, maxRowExponent, minRowExponent, rowKind } from './constants.ts';
import { dotProduct } from './dot-product.ts';
import { exponentField, powerOfTwo, roughLog2 } from './float-bits.ts';
import type { References } from './reference-search.ts';

// How fine the steps of each row and column are. Only the encoder measures; both directions add the two up.

/** About this many rows, fewer than twice as many, are looked at for the columns. */
const sampledRows = 128;
/** And this many columns for a row: the error of its mean magnitude is then 5 %. */
const sampledColumns = 256;
/**
 * Column octaves are sent if the logarithms of the columns' magnitudes have at least this variance, beyond what their
 * sampling explains (`1.2 / rows`). They take 0.003 of the mixed set's compressed fraction.
 */
const minColumnVariance = 0.03;
const columnSamplingVariance = 1.2;
/** With fewer rows the estimate is too coarse. */
const minColumnRows = 16;

/**
 * From the exponent field of the deviation to the step exponent: a step is an eighth to a sixteenth of the deviation.
 * Steps half or twice as fine make frames 0.1 to 0.3 % larger: coarser ones leave low bits that are not uniform, and
 * finer ones make tables and escapes.
 */
const exponentOffset = 4;
/** The deviation of a Gaussian is 1.25 times its mean magnitude; the rest was tried out. */
const deviationPerMean = 4 / 3;

/** Magnitudes of the columns relative to each other, in octaves; nothing if they are much alike. */
export function measureColumnOctaves(
  bits: Bf16Bits,
  width: number,
  { kinds, references }: References,
): Int8Array | undefined {
  const sums = new Float64Array(width);
  const magnitudes = new Float32Array(width);
  const ones = new Float32Array(width).fill(1);
  const stride = Math.max(1, Math.floor(kinds.length / sampledRows));
  let rowCount = 0;
  for (let row = 0; row < kinds.length; row += stride) {
    if (kinds[row] >= rowKind.copy) continue;
    measureResiduals(magnitudes, bits, row * width, referenceStart(row, width, kinds, references), 1);
    const sum = dotProduct(magnitudes, 0, ones, 0, width);
    // A difference of two values can be more than a float32 holds.
    if (sum === 0 || sum === Number.POSITIVE_INFINITY) continue;
    rowCount++;
    for (let col = 0; col < width; col++) sums[col] += (magnitudes[col] * width) / sum;
  }
  if (rowCount < minColumnRows) return undefined;
  const logs = Float64Array.from(
    sums.filter((sum) => sum > 0),
    roughLog2,
  );
  const mean = logs.reduce((total, log) => total + log, 0) / logs.length;
  const variance = logs.reduce((total, log) => total + log * log, 0) / logs.length - mean * mean;
  if (variance - columnSamplingVariance / rowCount < minColumnVariance) return undefined;
  return Int8Array.from(sums, (sum) => {
    const octave = sum > 0 ? Math.round(roughLog2(sum) - mean) : 0;
    return Math.max(-maxColumnOctave, Math.min(maxColumnOctave, octave));
  });
}

/** Exponent of the step of each row in a column of octave 0. */
export function measureRowExponents(
  bits: Bf16Bits,
  width: number,
  { kinds, references }: References,
  octaves: Int8Array,
): Uint8Array {
  const stride = Math.max(1, Math.floor(width / sampledColumns));
  const count = Math.ceil(width / stride);
  const weights = Float32Array.from({ length: count }, (_, i) => powerOfTwo(-octaves[i * stride]));
  const magnitudes = new Float32Array(count);
  const exponents = new Uint8Array(kinds.length);
  for (let row = 0; row < kinds.length; row++) {
    if (kinds[row] >= rowKind.copy) continue;
    measureResiduals(magnitudes, bits, row * width, referenceStart(row, width, kinds, references), stride);
    const mean = dotProduct(magnitudes, 0, weights, 0, count) / count;
    const exponent = exponentField(deviationPerMean * mean) + exponentOffset;
    exponents[row] = Math.max(minRowExponent, Math.min(maxRowExponent, exponent));
  }
  return exponents;
}

/** Index of the first value of the row's reference, or -1. */
function referenceStart(row: number, width: number, kinds: Uint8Array, references: Int32Array): number {
  return kinds[row] === rowKind.reference ? references[row] * width : -1;
}

/** Magnitudes of every `stride`-th residual of a row: of its values, if it has no reference. */
function measureResiduals(
  magnitudes: Float32Array,
  bits: Bf16Bits,
  start: number,
  reference: number,
  stride: number,
): void {
  for (let i = 0, col = 0; i < magnitudes.length; i++, col += stride) {
    const prediction = reference < 0 ? 0 : floatFromBits(bits[reference + col]);
    magnitudes[i] = Math.abs(floatFromBits(bits[start + col]) - prediction);
  }
}
