import { assertFrameParts } from '@matrix-arena/contract/schemas';
import { inspectAgrees, makeMatrix } from '@matrix-arena/testkit';
import { expect, it } from 'vitest';
import inspect from '../src/inspect/index.ts';
import { codec } from './codec.ts';

inspectAgrees(inspect, { codec });

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
