import { bitsView, matrixFromBits } from '@matrix-arena/bf16';
import {
  contentMatrices,
  makeMatrix,
  patternMatrices,
  shapeMatrices,
  specialMatrices,
} from '@matrix-arena/testkit';
import { expect, it } from 'vitest';
import { codec } from './codec.ts';
import { decodeBySpec } from './spec-decoder.ts';

const generated = [...contentMatrices(), ...specialMatrices(), ...patternMatrices(), ...shapeMatrices()];

it('a decoder that was written from the spec reads every sort of frame', () => {
  for (const { name, matrix } of generated) {
    const frame = codec.compress(matrix);
    expect(Buffer.compare(Buffer.from(decodeBySpec(frame).buffer), matrix.bytes), name).toBe(0);
  }
});

it('reads frames of several blocks, which refer to no rows of each other', () => {
  const block = makeMatrix('near-copies', 300, 32, 1);
  const rows = 2 ** 16 + 300;
  const bits = new Uint16Array(rows * 32);
  bits.set(bitsView(block.bytes));
  bits.set(bitsView(block.bytes), 2 ** 21);
  const matrix = matrixFromBits(bits, rows, 32);
  const frame = codec.compress(matrix);
  expect(Buffer.compare(codec.decompress(frame).bytes, matrix.bytes)).toBe(0);
  expect(frame.length).toBeGreaterThan(2 * codec.compress(block).length - 100);
});
