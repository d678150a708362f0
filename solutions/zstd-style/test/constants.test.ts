import { expect, it } from 'vitest';
import * as format from '../src/constants.ts';

it('row exponents and column octaves always add up to a step exponent', () => {
  const { minRowExponent, maxRowExponent, maxColumnOctave, minStepExponent, maxStepExponent } = format;
  expect(minRowExponent - maxColumnOctave).toBe(minStepExponent);
  expect(maxRowExponent + maxColumnOctave).toBe(maxStepExponent);
  expect([minRowExponent, maxRowExponent]).toEqual([23, 239]);
});

it('a value with exponent field 0 is below one step, whatever its mantissa', () => {
  expect((128 + 127) / 2 ** format.minStepExponent).toBeLessThan(1);
});

it('a finite reference lies at most 255 steps from zero', () => {
  expect(format.maxStepExponent).toBe(254);
});

it('sizes of stored streams fit into 24 bits', () => {
  expect(format.maxBlockValues).toBeLessThan(2 ** 24);
});

it('a steps block has the streams of rows, columns, low bits and values', () => {
  expect(format.streamCounts[format.blockMode.steps]).toBe(4 + 1 + 1 + format.valueStreamCount);
  expect(Object.values(format.valueStream)).toEqual([4, 5, 6, 7]);
});

it('kinds that say again follow those that do not', () => {
  const { rowKind } = format;
  expect(rowKind.referenceAgain - rowKind.reference).toBe(rowKind.copyAgain - rowKind.copy);
  expect(Object.values(rowKind)).toEqual([0, 1, 2, 3, 4, 5]);
});
