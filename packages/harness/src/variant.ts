import type { Matrix } from '@matrix-arena/contract';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from './order.ts';

const exponentMask = 0x7f80;
/** So many values are tried; a matrix that has none to change among them is as good as constant. */
const tries = 256;

/** One value in so many is changed. */
const valuesPerChange = 48;
/** Whether a value is changed depends on so many values before it, and after it. */
const reachBefore = 2;
const reachAfter = 3;
const windowLength = reachBefore + 1 + reachAfter;

/**
 * A copy of a matrix in which the lowest bit of one value in 48 is changed, never of a zero, an infinity or a NaN. It costs
 * a codec what the original does, but no codec can have seen it before, nor most of its rows: what is remembered of
 * earlier calls is no help.
 *
 * Which values are changed follows from the values around them and a random key, as in content-defined chunking
 * (Muthitacharoen, Chen and Mazières 2001): rows that are equal are still equal afterwards, at any distance. A matrix in
 * which nothing would change gets a slight variant instead.
 */
export function variantOf(matrix: Matrix, random: RandomGenerator): Matrix {
  const bytes = matrix.bytes.slice();
  const values = new Uint16Array(bytes.buffer);
  const given = values.slice();
  const key = uniformInt(random, 0, 0x7fffffff);
  let window = 0;
  for (let i = 0; i < windowLength - 1 && i < given.length; i++) window = shifted(window, given[i]);
  let changes = 0;
  for (let i = reachBefore; i + reachAfter < given.length; i++) {
    window = shifted(window, given[i + reachAfter]);
    if (isPlain(given[i]) && mixed(window ^ key) % valuesPerChange === 0) {
      values[i] ^= 1;
      changes++;
    }
    window = (window - Math.imul(given[i - reachBefore], oldest)) | 0;
  }
  return changes > 0 ? { ...matrix, bytes } : slightVariantOf(matrix, random);
}

/** The FNV prime: multiplier of the rolling hash of a window. */
const multiplier = 0x01000193;
/** What the oldest value of a full window has been multiplied with. */
const oldest = Array(windowLength - 1)
  .fill(multiplier)
  .reduce(Math.imul, 1);

function shifted(window: number, value: number): number {
  return (Math.imul(window, multiplier) + value) | 0;
}

/** Lets every bit of a hash depend on every other (the finalizer of MurmurHash3). */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function isPlain(value: number): boolean {
  const exponent = value & exponentMask;
  return exponent !== 0 && exponent !== exponentMask;
}

/**
 * A copy that differs in the lowest bit of one value: for matrices that change their nature when many values change, such
 * as one of few different values. A matrix without a value to change comes back as it is.
 */
export function slightVariantOf(matrix: Matrix, random: RandomGenerator): Matrix {
  const { bytes } = matrix;
  if (bytes.length === 0) return matrix;
  for (let i = 0; i < tries; i++) {
    const at = 2 * uniformInt(random, 0, bytes.length / 2 - 1);
    if (!isPlain(bytes[at] | (bytes[at + 1] << 8))) continue;
    const changed = bytes.slice();
    changed[at] ^= 1;
    return { ...matrix, bytes: changed };
  }
  return matrix;
}

/**
 * The longest frame of a variant that is still a frame of nearly the same matrix. Where rows repeat exactly, one that
 * no longer does may take as much as a row; in a small matrix that must not be room for a cheaper code.
 */
export function maxVariantFrameBytes(frameBytes: number, originalBytes: number): number {
  return Math.ceil(1.02 * frameBytes + Math.min(1024, Math.max(64, originalBytes / 16)));
}
