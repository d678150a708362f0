import { readSamples } from '@matrix-arena/testkit';
import { describe, expect, it } from 'vitest';
import { codec, frameBits, headerOf } from './codec.ts';

const samples = await readSamples();

describe('the width of flat values', () => {
  it('is that of every sample in the format of the competition', () => {
    for (const { name, width, matrix } of samples.filter((sample) => sample.matrix.rows === 1)) {
      expect([name, headerOf(codec.compress(matrix)).width]).toEqual([name, width]);
    }
  });

  it('is found again for most of the others, laid out flat as a row or as a column', () => {
    const shaped = samples.filter((sample) => sample.matrix.rows > 1);
    for (const flatten of [
      (count: number) => ({ rows: 1, cols: count }),
      (count: number) => ({ rows: count, cols: 1 }),
    ]) {
      const found = shaped.filter(({ matrix, width }) => {
        const flat = { ...matrix, ...flatten(matrix.rows * matrix.cols) };
        return headerOf(codec.compress(flat)).width === width;
      });
      expect(found.length).toBeGreaterThanOrEqual(0.8 * shaped.length);
    }
  });

  it('costs next to nothing to find', () => {
    const { matrix, width } = samples[0];
    const shaped = { ...matrix, rows: matrix.cols / width, cols: width };
    expect(Math.abs(frameBits(shaped) - frameBits(matrix))).toBeLessThan(0.001);
  });
});
