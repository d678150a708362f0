import { describe, expect, it } from 'vitest';
import { bitsPerValue, compressedFraction, ratio, throughput } from '../src/index.ts';

describe('measures', () => {
  it('are defined as the vocabulary says', () => {
    expect(ratio(1000, 250)).toBe(4);
    expect(compressedFraction(250, 1000)).toBe(0.25);
    expect(bitsPerValue(250, 500)).toBe(4);
    expect(throughput(3e6, 500)).toBe(6e6);
  });

  it('raw bfloat16 has 16 bits per value and ratio 1', () => {
    expect(bitsPerValue(2 * 800 * 32, 800 * 32)).toBe(16);
    expect(ratio(51_200, 51_200)).toBe(1);
  });

  it.each([
    ['ratio', () => ratio(1000, 0), '1000 / 0'],
    ['ratio', () => ratio(Number.NaN, 1), 'NaN / 1'],
    ['compressedFraction', () => compressedFraction(1, 0), '1 / 0'],
    ['bitsPerValue', () => bitsPerValue(-1, 4), '-8 / 4'],
    ['throughput', () => throughput(1, Number.POSITIVE_INFINITY), '1000 / Infinity'],
  ])('%s refuses figures that make no sense', (name, measure, got) => {
    expect(measure).toThrow(
      `${name}: expected finite figures, a positive divisor, got ${got}; measure a matrix that has at least one value`,
    );
  });
});
