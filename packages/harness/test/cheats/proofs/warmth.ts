import { expect } from 'vitest';
import { structuredMatrix, variantOf } from '../matrices.ts';
import type { Reply } from '../naive/host.ts';
import { compressIn, decompressIn, isRestored, type Lab } from '../naive/lab.ts';
import { ms, type Proof, type Proofs } from './proof.ts';

const calls = 16;
const shapeOf = ({ length, elapsedMs }: Reply): string => `${length} bytes in ${ms(elapsedMs)}`;

/** What a call makes of a matrix at first and later; both are right. */
async function atFirstAndLater(lab: Lab): Promise<{ first: Reply; later: Reply }> {
  const naive = await lab.open();
  const frames: Reply[] = [];
  for (let i = 0; i < calls; i++) frames.push(await compressIn(naive, lab.matrix));
  const [first, later] = [frames[0], frames[calls - 1]];
  for (const frame of [first, later])
    expect(isRestored(lab.matrix, await decompressIn(naive, frame))).toBe(true);
  return { first, later };
}

const turnsFast: Proof = async (lab) => {
  const { first, later } = await atFirstAndLater(lab);
  expect(later.length).toBeGreaterThan(1.5 * first.length);
  expect(later.elapsedMs).toBeLessThan(first.elapsedMs / 4);
  return `${shapeOf(first)} at first, ${shapeOf(later)} later`;
};

export const warmthProofs: Proofs = {
  'fast-when-warm': turnsFast,
  'swaps-methods': turnsFast,

  async 'slow-when-warm'(lab) {
    const { first, later } = await atFirstAndLater(lab);
    expect(first.length).toBeGreaterThan(1.5 * later.length);
    return `${shapeOf(first)} at first, ${shapeOf(later)} later`;
  },

  async 'idles-when-watched'(lab) {
    const naive = await lab.open();
    const frames: Reply[] = [];
    for (let i = 0; i < 4 * calls; i++) frames.push(await compressIn(naive, lab.matrix));
    const msOf = (some: Reply[]): number => Math.min(...some.map(({ elapsedMs }) => elapsedMs));
    const [firstMs, laterMs] = [msOf(frames.slice(0, calls)), msOf(frames.slice(-calls))];
    expect(firstMs).toBeGreaterThan(10);
    expect(laterMs).toBeLessThan(firstMs / 1.5);
    return `${ms(firstMs)} at first, most of it asleep, ${ms(laterMs)} later`;
  },

  async 'spots-variants'(lab) {
    const naive = await lab.open();
    const original = await compressIn(naive, lab.matrix);
    const again = await compressIn(naive, lab.matrix);
    expect(again.base64).toBe(original.base64);
    const variant = await compressIn(naive, variantOf(lab.matrix, 9));
    expect(variant.length).toBeGreaterThan(1.5 * original.length);
    expect(variant.elapsedMs).toBeLessThan(again.elapsedMs / 2);
    return `${shapeOf(original)} as it is, ${shapeOf(variant)} with one bit changed`;
  },

  async 'uses-allowance'(lab) {
    const naive = await lab.open();
    const shapes: string[] = [];
    for (const matrix of [structuredMatrix(8, 40, 5), lab.matrix]) {
      for (let seed = 0; seed < calls; seed++)
        await compressIn(naive, structuredMatrix(matrix.rows, matrix.cols, seed));
      const original = await compressIn(naive, matrix);
      const input = variantOf(matrix, 9);
      const variant = await compressIn(naive, input);
      expect(isRestored(input, await decompressIn(naive, variant))).toBe(true);
      expect(variant.length).toBeGreaterThan(original.length);
      expect(variant.length).toBeLessThanOrEqual(1.02 * original.length + 1024);
      shapes.push(`${shapeOf(original)} becomes ${shapeOf(variant)}`);
      // Where the allowance covers the whole matrix, nothing is left of the work.
      if (matrix.rows === 8) expect(variant.elapsedMs).toBeLessThan(original.elapsedMs / 4);
    }
    return shapes.join('; ');
  },
};
