import { createHash } from 'node:crypto';
import type { Matrix } from '@matrix-arena/contract';
import type { CorpusMatrix } from '@matrix-arena/corpus';

const shareOfZeros = 0.6;

/** Values as networks have them: many zeros, exponents close together, mantissas at random. */
export function structuredMatrix(rows: number, cols: number, seed: number): Matrix {
  const random = randomOf(seed);
  const draw = (): number => {
    if (random() < shareOfZeros) return 0;
    const sign = random() < 0.5 ? 0x8000 : 0;
    const exponent = 118 + Math.floor(3 * (random() + random() + random()));
    return sign | (exponent << 7) | Math.floor(128 * random());
  };
  const values = Uint16Array.from({ length: rows * cols }, draw);
  return { bytes: new Uint8Array(values.buffer), rows, cols, dtype: 'bf16' };
}

/** Matrices on which every cheat can show what it can do: all large enough to be worth it, and enough to compare. */
export function cheatCorpus(count = 6, seed = 1): CorpusMatrix[] {
  return Array.from({ length: count }, (_, i) => {
    const matrix = structuredMatrix(64, 256, seed + i);
    const sha256 = createHash('sha256').update(matrix.bytes).digest('hex');
    return { id: `structured-${i}`, matrix, sha256 };
  });
}

/** The same with the lowest bit of one value changed that is not zero, as timed inputs are. */
export function variantOf(matrix: Matrix, from = 0): Matrix {
  const bytes = matrix.bytes.slice();
  let at = 2 * from;
  while ((bytes[at] & 0xfe) === 0 && at + 2 < bytes.length) at += 2;
  bytes[at] ^= 1;
  return { ...matrix, bytes };
}

/** Numbers from 0 to 1 that the seed fixes (a linear congruence, mixed). */
function randomOf(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
  };
}
