import { describe, expect, it } from 'vitest';
import { findRuleSet, type MatrixFigures, matrixFigures, scoreFactors } from '../src/index.ts';

const figuresOf = (compressedBytes: number, elapsedMs: number, originalBytes = 1000): MatrixFigures => {
  return { originalBytes, compressedBytes, elapsedMs, similarity: 1 };
};

const lossless = findRuleSet('lossless-v1');

describe('factors of a score by lossless-v1', () => {
  // A tenth of 1.012 s is 101.2 ms.
  it.each([
    ['half the bytes, a tenth of the time', [figuresOf(500, 101.2)], 0.45, 0.5, 0.8991, 0.0045, 0.005],
    ['no time at all', [figuresOf(500, 0)], 0.5, 0.5, 0.999, 0.005, 0],
    ['more bytes than before: nothing pays', [figuresOf(1200, 506)], 0, 0, 0.4995, 0, 0],
    ['too slow: nothing pays', [figuresOf(500, 2000)], 0, 0.5, 0, 0, 0],
    [
      'two matrices: the mean of both',
      [figuresOf(500, 101.2), figuresOf(500, 0)],
      ...[0.475, 0.5, 0.94905, 0.00475, 0.0025],
    ],
  ] as [string, MatrixFigures[], number, number, number, number, number][])(
    '%s',
    (_, figures, ...expected) => {
      const factors = scoreFactors(figures, lossless);
      const { score, inNoTime, inNoBytes, gainOfFewerBytes, gainOfLessTime } = factors;
      for (const [i, got] of [score, inNoTime, inNoBytes, gainOfFewerBytes, gainOfLessTime].entries()) {
        expect(got).toBeCloseTo(expected[i], 9);
      }
    },
  );
});

it('asks any rule set: where time does not count, less of it gains nothing', () => {
  const { score, inNoTime, gainOfLessTime, gainOfFewerBytes } = scoreFactors(
    [figuresOf(400, 100)],
    findRuleSet('lossy-v2'),
  );
  expect([score, inNoTime, gainOfLessTime]).toEqual([0.6, 0.6, 0]);
  expect(gainOfFewerBytes).toBeCloseTo(0.004, 9);
});

it('asks rules by ratio, of which a frame of no bytes has none', () => {
  const { score, inNoBytes } = scoreFactors([figuresOf(500, 100)], findRuleSet('raw-v0'));
  expect(inNoBytes).toBe(1);
  expect(score).toBeLessThan(1);
});

it('figures of a trial are its size and the medians of its times', () => {
  const trial = {
    ...({ outcome: 'ok', matrix: 'a', compressedBytes: 400, similarity: 1 } as const),
    ...{ compressMs: [3, 1, 2], decompressMs: [9, 10, 11], stages: [0, 0, 1] },
  };
  expect(matrixFigures(1000, trial)).toEqual(figuresOf(400, 12));
});
