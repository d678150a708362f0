import type { Codec, InspectFrame } from '@matrix-arena/contract';
import { assertFrameParts } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { makeMatrix } from '../matrices/contents.ts';
import { testMatrices } from '../matrices/named.ts';
import { type RandomSource, randomSource } from '../matrices/random.ts';

/** Damaged frames that are tried, of each sound one. */
const damagedCount = 300;

/**
 * Registers tests that what takes frames apart agrees with the codecs that make them, by their names: it accounts for
 * every bit, and refuses what they refuse.
 *
 * @example
 * inspectAgrees(inspect, { balanced: codec });
 */
export function inspectAgrees(inspect: InspectFrame, codecs: Readonly<Record<string, Codec>>): void {
  describe.each(Object.entries(codecs))('what takes frames of %s apart', (_, codec) => {
    it('accounts for every bit of every sort of frame', async () => {
      for (const { matrix } of testMatrices()) {
        const frame = codec.compress(matrix);
        assertFrameParts(await inspect(frame), frame.length);
      }
    });

    it('refuses what decompress refuses, in the same words', async () => {
      const random = randomSource(7);
      for (const matrix of [makeMatrix('near-copies', 96, 64, 1), makeMatrix('activations', 4, 8, 1)]) {
        const frame = codec.compress(matrix);
        for (let i = 0; i < damagedCount; i++)
          await expectSameVerdict(inspect, codec, damage(frame, i, random));
      }
    });
  });
}

/** One third is cut off, one third has a bit flipped in its first 40 bytes, one third anywhere. */
function damage(frame: Uint8Array, number: number, random: RandomSource): Uint8Array {
  const manner = number % 3;
  if (manner === 0) return frame.slice(0, random.below(frame.length));
  const damaged = frame.slice();
  damaged[random.below(manner === 1 ? 40 : frame.length)] ^= 1 << random.below(8);
  return damaged;
}

async function expectSameVerdict(inspect: InspectFrame, codec: Codec, frame: Uint8Array): Promise<void> {
  let refusal: unknown;
  try {
    codec.decompress(frame);
  } catch (error) {
    refusal = error;
  }
  const got = await Promise.resolve(frame)
    .then(inspect)
    .catch((error: unknown) => error);
  if (refusal === undefined) assertFrameParts(got, frame.length);
  else expect(got).toEqual(refusal);
}
