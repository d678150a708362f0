import { bitsView, matrixFromBits } from '@matrix-arena/bf16';
import { makeMatrix, readSamples } from '@matrix-arena/testkit';
import { describe, expect, it } from 'vitest';
import { findWidth } from '../src/width.ts';
import { codec, widthOf } from './codec.ts';

const samples = await readSamples();

describe('width of flat values', () => {
  const flat = samples.filter(({ matrix }) => matrix.rows === 1);

  it.for(flat)('is $width in $name ($kind)', ({ matrix, width }) => {
    expect(findWidth(bitsView(matrix.bytes))).toBe(width);
  });

  it.for([8, 16, 32, 64, 128, 256, 512])('is %i when rows of gradients have scales of their own', (width) => {
    expect(findWidth(bitsView(makeMatrix('gradients', 65_536 / width, width, 1).bytes))).toBe(width);
  });

  it.for([8, 32, 256, 1024])('is %i when every row has the same means', (width) => {
    const row = bitsView(makeMatrix('activations', 1, width, 1).bytes);
    const bits = Uint16Array.from(
      { length: 64 * width },
      (_, i) => row[i % width] ^ (Math.imul(i, 0x9e3779b1) >>> 29),
    );
    expect(findWidth(bits)).toBe(width);
  });

  it('is 256 when nothing tells it', () => {
    expect(findWidth(bitsView(makeMatrix('two-values', 1, 65_536, 1).bytes))).toBe(256);
    expect(findWidth(new Uint16Array(4096))).toBe(256);
  });

  it('does not exist when the values cannot be cut into 16 rows', () => {
    for (const count of [0, 1, 8, 127, 7919, 65_537, 12 * 1001]) {
      expect(findWidth(bitsView(makeMatrix('activations', 1, count, 1).bytes))).toBeUndefined();
    }
    expect(findWidth(new Uint16Array(128))).toBeUndefined();
    expect(findWidth(new Uint16Array(16 * 8))).toBe(undefined);
  });
});

describe('width in the header', () => {
  it('is the number of columns of a matrix with a shape', () => {
    expect(widthOf(codec.compress(makeMatrix('activations', 40, 33, 1)))).toBe(33);
  });

  it('is 1 where there are no rows to speak of', () => {
    for (const [rows, cols] of [
      [0, 5],
      [5, 0],
      [7, 9],
      [1000, 3],
      [2, 65_537],
    ]) {
      expect(widthOf(codec.compress(makeMatrix('activations', rows, cols, 1)))).toBe(1);
    }
  });

  it('is 1 when a value is infinite or NaN, whose bits engines may change', () => {
    const bits = bitsView(makeMatrix('gradients', 256, 32, 1).bytes).slice();
    expect(widthOf(codec.compress(matrixFromBits(bits, 1, bits.length)))).toBe(32);
    for (const special of [0x7f80, 0xff80, 0x7fc1, 0xff81]) {
      const damaged = bits.slice();
      damaged[5000] = special;
      expect(widthOf(codec.compress(matrixFromBits(damaged, 1, bits.length)))).toBe(1);
    }
  });
});
