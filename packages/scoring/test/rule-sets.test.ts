import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet, findRuleSet, type MatrixFigures, ruleSets } from '../src/index.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);

/** Any figures that a measurement can give, NaN and infinities apart. */
const figures: fc.Arbitrary<MatrixFigures> = fc.record({
  originalBytes: fc.integer({ min: 2, max: 2 ** 28 }),
  compressedBytes: fc.integer({ min: 1, max: 2 ** 29 }),
  elapsedMs: fc.double({ min: 0, max: 1e5, noNaN: true }),
  similarity: fc.double({ min: -1, max: 1, noNaN: true }),
});

const lossless: MatrixFigures = {
  originalBytes: 409_600,
  compressedBytes: 266_240,
  elapsedMs: 20,
  similarity: 1,
};

it('the default rules score the worked example as the competition does', () => {
  expect(defaultRuleSet.name).toBe('lossless-v1');
  expect(defaultRuleSet.score(lossless)).toBeCloseTo(0.343083, 6);
});

describe('lossless-v1', () => {
  it.each([
    ['a copy in no time', { ...lossless, compressedBytes: 409_600, elapsedMs: 0 }, 0],
    ['a frame larger than the matrix', { ...lossless, compressedBytes: 500_000 }, 0],
    ['nothing left, in no time', { ...lossless, compressedBytes: 0, elapsedMs: 0 }, 1],
    ['1012 ms', { ...lossless, elapsedMs: 1012 }, 0],
    [
      'longer than 1012 ms, and larger as well',
      { ...lossless, compressedBytes: 800_000, elapsedMs: 5000 },
      0,
    ],
    ['half of the time', { ...lossless, compressedBytes: 204_800, elapsedMs: 506 }, 0.25],
  ])('%s', (_, given, score) => {
    expect(defaultRuleSet.score(given)).toBeCloseTo(score, 12);
  });
});

describe('lossy-v2', () => {
  const { score } = findRuleSet('lossy-v2');
  it.each([
    ['asks for more than 0.99', { ...lossless, similarity: 0.99 }, 0],
    ['counts the size above it', { ...lossless, similarity: 0.9901 }, 0.35],
    ['does not look at the time', { ...lossless, elapsedMs: 1e6 }, 0.35],
  ])('%s', (_, given, expected) => {
    expect(score(given)).toBeCloseTo(expected, 12);
  });
});

it('raw-v0 squashes the weighted sum of time, similarity and ratio', () => {
  // raw = (30 - 0.02) + 1000 + 1e6 * 1.538461… = 1 539 491.5; 1 / (1 + exp(-0.003 * (1539.4915 - 2000)))
  expect(findRuleSet('raw-v0').score(lossless)).toBeCloseTo(1 / (1 + Math.exp(0.003 * 460.508_481_538)), 9);
});

describe.each(ruleSets)('$name', (rules) => {
  it('scores from 0 to 1', () => {
    const inRange = (given: MatrixFigures): boolean => rules.score(given) >= 0 && rules.score(given) <= 1;
    fc.assert(fc.property(figures, inRange), { seed });
  });

  it('never scores more for a larger frame or a longer time', () => {
    const smallerOrLater = fc.property(figures, fc.nat(2 ** 28), fc.nat(1e5), (given, moreBytes, moreMs) => {
      const worse = {
        ...given,
        compressedBytes: given.compressedBytes + moreBytes,
        elapsedMs: given.elapsedMs + moreMs,
      };
      return rules.score(worse) <= rules.score(given);
    });
    fc.assert(smallerOrLater, { seed });
  });

  it.each(['originalBytes', 'compressedBytes', 'elapsedMs', 'similarity'] as const)(
    'takes no NaN for %s',
    (key) => {
      expect(() => rules.score({ ...lossless, [key]: Number.NaN })).toThrow(
        `${key}: expected a finite number`,
      );
      expect(() => rules.score({ ...lossless, [key]: undefined as unknown as number })).toThrow(key);
    },
  );
});

it('an unknown rule set is refused with the known names', () => {
  expect(() => findRuleSet('lossless')).toThrow(
    'rule set: expected lossless-v1, raw-v0, lossy-v2, got lossless; choose one of them',
  );
});
