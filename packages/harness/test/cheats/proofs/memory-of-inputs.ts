import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { structuredMatrix, variantOf } from '../matrices.ts';
import type { Naive, Reply } from '../naive/host.ts';
import { compressIn, decompressIn, isRestored, type Lab } from '../naive/lab.ts';
import { after, ms, type Proofs } from './proof.ts';

const rounds = 5;

/** Until the engine has optimised what the cheat is made of. */
async function warmUp(naive: Naive, more: object = {}): Promise<void> {
  for (let seed = 0; seed < 3 * rounds; seed++)
    await decompressIn(naive, await compressIn(naive, structuredMatrix(64, 256, seed), more), more);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >>> 1];
}

/** Times of first calls with some matrices, and of later ones with these or variants of them. */
async function firstAndLater(
  lab: Lab,
  laterInput: (matrix: Lab['matrix'], round: number) => Lab['matrix'],
): Promise<{ firstMs: number; laterMs: number; naive: Naive }> {
  const naive = await lab.open();
  await warmUp(naive);
  const first: Reply[] = [];
  const later: Reply[] = [];
  for (let round = 0; round < rounds; round++) {
    const matrix = structuredMatrix(64, 256, 1000 + round);
    first.push(await compressIn(naive, matrix));
    for (let i = 0; i < 3; i++) later.push(await compressIn(naive, laterInput(matrix, 100 * i)));
  }
  const of = (replies: readonly Reply[]): number => median(replies.map(({ elapsedMs }) => elapsedMs));
  return { firstMs: of(first), laterMs: of(later), naive };
}

const same = (matrix: Lab['matrix']): Lab['matrix'] => matrix;

async function isFaster(lab: Lab, laterInput: typeof variantOf, ratio: number): Promise<string> {
  const { firstMs, laterMs } = await firstAndLater(lab, laterInput);
  expect(laterMs).toBeLessThan(firstMs / ratio);
  return `${ms(firstMs)} for what is new, ${ms(laterMs)} later`;
}

export const memoryProofs: Proofs = {
  'caches-inputs': (lab) => isFaster(lab, same, 4),
  'caches-rows': (lab) => isFaster(lab, variantOf, 3),
  'caches-some-rows': (lab) => isFaster(lab, variantOf, 1.3),

  async 'caches-samples'(lab) {
    const { firstMs, laterMs, naive } = await firstAndLater(lab, variantOf);
    expect(laterMs).toBeLessThan(firstMs / 4);
    const frame = await compressIn(naive, lab.matrix);
    const variant = variantOf(lab.matrix, 3);
    expect((await compressIn(naive, variant)).base64).toBe(frame.base64);
    return `${ms(firstMs)} for what is new, ${ms(laterMs)} for a variant, and the frame of another matrix`;
  },

  async 'caches-batches'(lab) {
    const naive = await lab.open();
    const matrix = structuredMatrix(4, 3, 1);
    await compressIn(naive, matrix, { calls: 5000 });
    const calls = 1000;
    let aloneMs = 0;
    for (let i = 0; i < 20; i++) {
      aloneMs += (await compressIn(naive, structuredMatrix(4, 3, 2 + i))).elapsedMs / 20;
    }
    const batchMs = (await compressIn(naive, matrix, { calls })).elapsedMs / calls;
    expect(batchMs).toBeLessThan(aloneMs / 3);
    return `${ms(aloneMs)} for a call alone, ${ms(batchMs)} within a batch`;
  },

  async 'caches-on-disk'(lab) {
    const first = await lab.open();
    await compressIn(first, lab.matrix);
    const { elapsedMs: firstMs } = await compressIn(first, structuredMatrix(64, 256, 77));
    await first.kill();
    expect(existsSync(join(lab.tmp, 'cheat-cache'))).toBe(true);
    const second = await lab.open();
    // As warm as the first was, by calls that do not help with the matrix itself.
    await compressIn(second, structuredMatrix(64, 256, 78));
    const { elapsedMs: secondMs } = await compressIn(second, variantOf(lab.matrix));
    expect(secondMs).toBeLessThan(firstMs / 2);
    return `${ms(firstMs)} for what is new, ${ms(secondMs)} for its first time in the next process`;
  },

  async 'caches-across-threads'(lab) {
    const naive = lab.start('threads.js');
    for (const thread of [0, 1]) await naive.ask({ call: 'load', entry: lab.entry, thread });
    await warmUp(naive, { thread: 1 });
    const { elapsedMs: newMs } = await compressIn(naive, structuredMatrix(64, 256, 79), { thread: 1 });
    await compressIn(naive, lab.matrix, { thread: 0 });
    await after(50);
    const { elapsedMs: knownMs } = await compressIn(naive, variantOf(lab.matrix), { thread: 1 });
    expect(knownMs).toBeLessThan(newMs / 2);
    return `${ms(newMs)} for what is new, ${ms(knownMs)} for what only another thread has seen`;
  },

  async 'keeps-matrix'(lab) {
    const compressing = await lab.open();
    const decompressing = await lab.open();
    const frame = await compressIn(compressing, lab.matrix);
    expect(frame.length).toBe(8);
    expect(isRestored(lab.matrix, await decompressIn(decompressing, frame))).toBe(true);
    return `a matrix of ${lab.matrix.bytes.length} bytes in a frame of 8, restored by another process`;
  },

  async 'mutates-input'(lab) {
    const naive = await lab.open();
    await warmUp(naive);
    const { elapsedMs: oneMs } = await compressIn(naive, lab.matrix);
    const { elapsedMs: tenMs } = await compressIn(naive, variantOf(lab.matrix), { calls: 10 });
    expect(tenMs).toBeLessThan(4 * oneMs);
    return `${ms(oneMs)} for one call, ${ms(tenMs)} for ten with the same input`;
  },
};
