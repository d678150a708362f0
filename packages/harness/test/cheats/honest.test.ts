import { createHash } from 'node:crypto';
import { type Matrix, maxFrameBytes } from '@matrix-arena/contract';
import { expect, it } from 'vitest';
import { frameSha256, honest, marks } from './honest.ts';
import { cheatCorpus, structuredMatrix, variantOf } from './matrices.ts';

const random: Matrix = {
  bytes: Uint8Array.from({ length: 2 * 31 * 17 }, (_, i) => (i * 2_654_435_761) >>> 13),
  rows: 31,
  cols: 17,
  dtype: 'bf16',
};
const bitPatterns: Matrix = {
  bytes: new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, i) => i).buffer),
  rows: 1,
  cols: 65_536,
  dtype: 'bf16',
};

it.each([
  ['structured', structuredMatrix(64, 256, 3)],
  ['one value', structuredMatrix(1, 1, 1)],
  ['no rows', structuredMatrix(0, 4, 1)],
  ['no columns', structuredMatrix(4, 0, 1)],
  ['random', random],
  ['every bit pattern', bitPatterns],
])('the honest codec restores a matrix: %s', (_, matrix) => {
  const frame = honest.compress(matrix);
  expect(frame.length).toBeLessThanOrEqual(maxFrameBytes(matrix.bytes.length));
  expect(honest.decompress(frame)).toEqual(matrix);
});

it('the honest codec saves much on every matrix of the cheats, so that there is something to cheat on', () => {
  for (const { matrix } of cheatCorpus()) {
    const { length } = honest.compress(matrix);
    expect(length / matrix.bytes.length).toBeLessThan(0.5);
    const variant = honest.compress(variantOf(matrix));
    expect(Math.abs(variant.length - length)).toBeLessThan(10);
  }
});

it('the hash of a frame tells whether an attack was made', () => {
  const [{ matrix }] = cheatCorpus(1);
  const hash = createHash('sha256').update(honest.compress(matrix)).digest('hex');
  expect(frameSha256(matrix, marks.none)).toBe(hash);
  expect(new Set(Object.values(marks).map((mark) => frameSha256(matrix, mark))).size).toBe(3);
});
