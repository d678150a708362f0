import type { Matrix } from '@matrix-arena/contract';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { RandomGenerator } from './order.ts';

const exponentMask = 0x7f80;
/** So many values are tried; a matrix that has none to change among them is as good as constant. */
const tries = 256;

/**
 * A copy of a matrix that differs in the lowest bit of one value, which is neither zero nor infinite nor NaN. It costs
 * a codec what the original does, but no codec can have seen it before: what is remembered of earlier calls is no help.
 * A matrix without such a value comes back as it is.
 */
export function variantOf(matrix: Matrix, random: RandomGenerator): Matrix {
  const { bytes } = matrix;
  if (bytes.length === 0) return matrix;
  for (let i = 0; i < tries; i++) {
    const at = 2 * uniformInt(random, 0, bytes.length / 2 - 1);
    const exponent = (bytes[at] | (bytes[at + 1] << 8)) & exponentMask;
    if (exponent === 0 || exponent === exponentMask) continue;
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
