import type { Matrix } from '@matrix-arena/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarity } from '../src/index.ts';

const one = 0x3f80;
const two = 0x4000;
const minusOne = 0xbf80;
/** -2 to the power of 100. */
const minusHuge = 0xf180;
const infinity = 0x7f80;
const quietNan = 0x7fc0;
const otherNan = 0x7fc1;

function row(...bits: number[]): Matrix {
  return { bytes: new Uint8Array(Uint16Array.from(bits).buffer), rows: 1, cols: bits.length, dtype: 'bf16' };
}

describe('similarity', () => {
  it.each([
    ['equal values', row(one, two), row(one, two), 1],
    ['both zero', row(0, 0), row(0, 0), 1],
    ['the two zeros', row(0x8000), row(0), 1],
    ['a zero original', row(0), row(one), 0],
    ['a zero result', row(one), row(0), 0],
    ['the opposite: cos -1, difference twice the norm', row(one), row(minusOne), 0],
    ['the opposite, and far away', row(one), row(minusHuge), 0],
    ['twice the values: cos 1, difference as large as the norm', row(one), row(two), 0],
    ['half the values: cos 1, difference half the norm', row(two), row(one), 0.5],
    ['another shape', row(one, one), row(one), 0],
    ['an infinity that stays', row(infinity, one), row(infinity, one), 1],
    ['an infinity that is lost', row(infinity, one), row(one, one), 0],
    ['a NaN that stays a NaN', row(quietNan, one), row(otherNan, one), 1],
    ['no values', row(), row(), 1],
  ])('%s', (_, original, decoded, expected) => {
    expect(similarity(original, decoded)).toBeCloseTo(expected, 12);
  });

  it('is from 0 to 1, whatever came back', () => {
    const bits = fc.integer({ min: 0, max: 0xffff });
    const inRange = fc.property(fc.array(fc.tuple(bits, bits), { maxLength: 20 }), (pairs) => {
      const got = similarity(row(...pairs.map(([x]) => x)), row(...pairs.map(([, y]) => y)));
      return got >= 0 && got <= 1;
    });
    fc.assert(inRange, { seed: Number(process.env.ARENA_SEED ?? 20_261_122), numRuns: 2_000 });
  });
});
