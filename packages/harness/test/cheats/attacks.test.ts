import { describe, expect, it } from 'vitest';
import { cheats, codeOf } from './cheats.ts';
import { honest } from './honest.ts';
import { compressIn, decompressIn, isRestored, openLab } from './naive/lab.ts';
import { clockProofs } from './proofs/clock.ts';
import { machineProofs } from './proofs/machine.ts';
import { memoryProofs } from './proofs/memory-of-inputs.ts';
import { outputProofs } from './proofs/output.ts';
import type { Proof } from './proofs/proof.ts';
import { runProofs } from './proofs/run.ts';
import { warmthProofs } from './proofs/warmth.ts';

const honestProof: Proof = async (lab) => {
  const naive = await lab.open();
  const frame = await compressIn(naive, lab.matrix);
  expect(isRestored(lab.matrix, await decompressIn(naive, frame))).toBe(true);
  expect(frame.length).toBe(honest.compress(lab.matrix).length);
  return `${frame.length} bytes for ${lab.matrix.bytes.length}`;
};

const proofs: Readonly<Record<string, Proof | undefined>> = {
  honest: honestProof,
  ...clockProofs,
  ...memoryProofs,
  ...warmthProofs,
  ...outputProofs,
  ...machineProofs,
  ...runProofs,
};

/** A cheat that does nothing would prove nothing: each has to succeed where nobody defends himself. */
// Some succeed in time only, and other work on the machine may take that away.
describe.skipIf(process.platform !== 'linux')('without any defence', { retry: 2 }, () => {
  it.for(cheats)('$name: $attack', async (cheat, { annotate }) => {
    const proof = proofs[codeOf(cheat)];
    if (proof === undefined) expect.fail('there is no proof that it attacks');
    const lab = await openLab(cheat);
    try {
      await annotate(await proof(lab));
    } finally {
      await lab.close();
    }
  });

  it('every proof is one of a cheat', () => {
    expect(Object.keys(proofs).sort()).toEqual(cheats.map(codeOf).sort());
  });
});
