import { isCodecError, type Matrix } from '@matrix-arena/contract';
import { expect, it } from 'vitest';
import solution from '../src/index.ts';
import inspect from '../src/inspect.ts';

const codec = await solution.create();
/** 0x3f80 is 1: the low plane is all 0x80, the high one all 0x3f. */
const ones: Matrix = {
  bytes: Uint8Array.from({ length: 4096 }, (_, i) => (i % 2 === 0 ? 0x80 : 0x3f)),
  rows: 64,
  cols: 32,
  dtype: 'bf16',
};
const frame = codec.compress(ones);

it('names all bits of a frame', async () => {
  const parts = await inspect(frame);
  expect(parts.map(({ name }) => name)).toEqual(['header', 'low plane', 'high plane']);
  expect(parts.reduce((sum, { bits }) => sum + bits, 0)).toBe(8 * frame.length);
});

it('refuses what is no frame', () => {
  const refusal = (): unknown => inspect(frame.subarray(0, -1));
  expect(refusal).toThrow(expect.toSatisfy((error: unknown) => isCodecError(error, 'truncated')));
});
