import { expect } from 'vitest';
import { compressIn, decompressIn, isRestored, type Lab } from '../naive/lab.ts';
import { ms, type Proofs } from './proof.ts';

const calls = 5;
const forgedMs = 0.001;

/** Batches of real work that are said to have taken next to no time. */
async function claimsNoTime(lab: Lab, which: 'elapsedMs' | 'keptMs' = 'elapsedMs'): Promise<string> {
  const naive = await lab.open();
  const start = performance.now();
  const reply = await compressIn(naive, lab.matrix, { calls });
  const trueMs = performance.now() - start;
  expect(trueMs).toBeGreaterThan(2 * calls);
  expect(reply[which]).toBeLessThan(0.2);
  return `${ms(trueMs)} of work are said to be ${ms(reply[which])}`;
}

/** A reply that is believed though it was never computed. */
async function forges(lab: Lab, secret?: string): Promise<string> {
  const naive = lab.start();
  await naive.ask({ call: 'load', entry: lab.entry, token: secret });
  const reply = await compressIn(naive, lab.matrix);
  expect(reply.elapsedMs).toBe(forgedMs);
  expect(reply.token).toBe(secret);
  return `a forged reply of ${ms(forgedMs)} comes first${secret === undefined ? '' : ', with the secret in it'}`;
}

/** A matrix that is complete only when the clock has been read. */
async function worksLater(lab: Lab, lookAfterMs: number): Promise<string> {
  const naive = await lab.open();
  const frame = await compressIn(naive, lab.matrix);
  const times: number[] = [];
  for (let i = 0; i < calls; i++) {
    const reply = await decompressIn(naive, frame, { lookAfterMs });
    expect(isRestored(lab.matrix, reply)).toBe(true);
    times.push(reply.elapsedMs);
  }
  const bestMs = Math.min(...times);
  expect(bestMs).toBeLessThan(1.5);
  return `a right matrix in ${ms(bestMs)}; the work is done after the clock was read`;
}

export const clockProofs: Proofs = {
  'patches-clock': (lab) => claimsNoTime(lab),
  'patches-clock-inside': (lab) => claimsNoTime(lab, 'keptMs'),
  'edits-harness': (lab) => claimsNoTime(lab),
  'rewrites-replies': (lab) => claimsNoTime(lab),
  'pollutes-prototypes': (lab) => claimsNoTime(lab),
  'forges-replies': (lab) => forges(lab),
  'reads-secret': (lab) => forges(lab, crypto.randomUUID().replaceAll('-', '')),

  async 'posts-messages'(lab) {
    const naive = lab.start('threads.js');
    await naive.ask({ call: 'load', entry: lab.entry, thread: 0 });
    const { bytes, rows, cols } = lab.matrix;
    const base64 = Buffer.from(bytes).toString('base64');
    const reply = await naive.ask({ call: 'compress', base64, rows, cols, thread: 0 }, 3000);
    const isForged = reply?.elapsedMs === forgedMs;
    // Ports of Node itself are among those that are found: what comes through them ends the main thread, too.
    if (!isForged) expect((await naive.exit).signal).not.toBeNull();
    return isForged ? `a forged message of ${ms(forgedMs)} comes first` : 'the main thread crashes';
  },

  'works-lazily': (lab) => worksLater(lab, 0),
  'fills-matrix-later': (lab) => worksLater(lab, 200),
};
