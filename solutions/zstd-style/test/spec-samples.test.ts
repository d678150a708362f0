import { readSamples } from '@matrix-arena/testkit';
import { expect, it } from 'vitest';
import { codec } from './codec.ts';
import { decodeBySpec } from './spec-decoder.ts';

it('a decoder that was written from the spec reads frames of real matrices', async () => {
  for (const { name, matrix } of (await readSamples()).filter(
    ({ matrix }) => matrix.bytes.length < 600_000,
  )) {
    const frame = codec.compress(matrix);
    expect(Buffer.compare(Buffer.from(decodeBySpec(frame).buffer), matrix.bytes), name).toBe(0);
  }
});
