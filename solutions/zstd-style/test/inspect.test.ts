import { assertFrameParts } from '@matrix-arena/contract/schemas';
import { makeMatrix, randomSource, testMatrices } from '@matrix-arena/testkit/matrices';
import { expect, it } from 'vitest';
import inspect from '../src/inspect/index.ts';
import { codec } from './codec.ts';

it('the parts of every sort of frame add up to the frame', async () => {
  for (const { matrix } of testMatrices()) {
    const frame = codec.compress(matrix);
    assertFrameParts(await inspect(frame), frame.length);
  }
});

it('a block of planes has two streams', async () => {
  const frame = codec.compress(makeMatrix('random-bits', 1, 50, 1));
  // Stored streams: a method and three bytes of size each.
  expect(await inspect(frame)).toEqual([
    { name: 'header', plane: 'overhead', bits: 8 * 21 },
    { name: 'block and stream headers', plane: 'overhead', bits: 8 * (1 + 2 * 4) },
    { name: 'low plane', plane: 'mixed', bits: 8 * 50 },
    { name: 'high plane', plane: 'mixed', bits: 8 * 50 },
  ]);
});

it('a block of steps has fourteen, by the names of the spec', async () => {
  const parts = await inspect(codec.compress(makeMatrix('near-copies', 400, 64, 1)));
  expect(parts.map(({ name }) => name)).toMatchInlineSnapshot(`
    [
      "header",
      "block and stream headers",
      "row kinds",
      "low distances",
      "high distances",
      "row exponents",
      "column octaves",
      "low bits",
      "residuals of class 0",
      "residuals of class 1",
      "residuals of class 2",
      "residuals of class 3",
      "small exponents",
      "small mantissas",
      "low escapes",
      "high escapes",
    ]
  `);
  expect(parts.find(({ name }) => name === 'residuals of class 0')?.bits).toBeGreaterThan(400 * 64);
});

it('blocks are added up', async () => {
  const block = makeMatrix('random-bits', 1, 2 ** 21, 1);
  const bytes = new Uint8Array(2 * block.bytes.length);
  bytes.set(block.bytes);
  bytes.set(block.bytes, block.bytes.length);
  const frame = codec.compress({ ...block, bytes, cols: 2 ** 22 });
  const parts = assertFrameParts(await inspect(frame), frame.length);
  expect(parts.find(({ name }) => name === 'block and stream headers')?.bits).toBe(8 * 2 * (1 + 2 * 4));
});

it('refuses what decompress refuses, in the same words', async () => {
  const random = randomSource(7);
  const frames = [makeMatrix('near-copies', 96, 64, 1), makeMatrix('activations', 4, 8, 1)].map((matrix) =>
    codec.compress(matrix),
  );
  for (const frame of frames) {
    for (let i = 0; i < 300; i++) {
      const damaged = frame.slice(0, i % 3 === 0 ? random.below(frame.length) : frame.length);
      if (i % 3 > 0) damaged[random.below(i % 3 === 1 ? 40 : damaged.length)] ^= 1 << random.below(8);
      let refusal: unknown;
      try {
        codec.decompress(damaged);
      } catch (error) {
        refusal = error;
      }
      const got = await inspect(damaged).catch((error: unknown) => error);
      if (refusal === undefined) assertFrameParts(got, damaged.length);
      else expect(got).toEqual(refusal);
    }
  }
});
