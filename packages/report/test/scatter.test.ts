import { findRuleSet, ruleSets } from '@matrix-arena/scoring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoLines } from '../src/data/iso-lines.ts';
import { onFrontier } from '../src/data/pareto.ts';
import { reportData } from '../src/index.ts';
import { fullResult, realResult, smallResult } from './results.ts';

const seed = Number(process.env.ARENA_SEED ?? 20_261_122);

describe('Pareto frontier', () => {
  it('has exactly the points that no other dominates', () => {
    const coordinate = fc.integer({ min: 1, max: 8 });
    const points = fc.array(fc.record({ throughput: coordinate, ratio: coordinate }), { maxLength: 12 });
    const property = fc.property(points, (all) => {
      const flags = onFrontier(all);
      for (const [index, one] of all.entries()) {
        const worse = all.some(
          (other) =>
            other.throughput >= one.throughput &&
            other.ratio >= one.ratio &&
            other.throughput + other.ratio > one.throughput + one.ratio,
        );
        expect(flags[index]).toBe(!worse);
      }
      expect(flags.includes(true)).toBe(all.length > 0);
    });
    fc.assert(property, { seed });
  });
});

describe('lines of equal score', () => {
  it.each(ruleSets)('have that score everywhere, by $name', (rules) => {
    const plane = fc.record({
      matrixBytes: fc.integer({ min: 1000, max: 10_000_000 }),
      slowest: fc.integer({ min: 100_000, max: 10_000_000 }),
      spread: fc.integer({ min: 2, max: 100 }),
      highest: fc.double({ min: 1.5, max: 5, noNaN: true }),
    });
    const property = fc.property(plane, ({ matrixBytes, slowest, spread, highest }) => {
      const lines = isoLines(
        rules,
        { matrixBytes, throughputRange: [slowest, slowest * spread], ratioRange: [1, highest] },
        0.37,
      );
      const scoreAt = (throughput: number, ratio: number): number => {
        const elapsedMs = (1e3 * matrixBytes) / throughput;
        const compressedBytes = matrixBytes / ratio;
        return rules.score({ originalBytes: matrixBytes, compressedBytes, elapsedMs, similarity: 1 });
      };
      const wrong = lines.flatMap(({ score, points }) =>
        points.filter(
          ({ throughput, ratio }) =>
            Math.abs(scoreAt(throughput, ratio) - score) > 1e-6 || ratio < 1 || ratio > highest,
        ),
      );
      expect(wrong).toEqual([]);
      expect(lines.every(({ points }) => points.length > 1)).toBe(true);
    });
    fc.assert(property, { seed, numRuns: 30 });
  });

  it('are few, and one of them is the score to beat', () => {
    const [{ scatter, scoreToBeat }] = reportData([realResult()]).sections;
    expect(scatter.isoLines.length).toBeLessThanOrEqual(9);
    expect(scatter.isoLines.filter(({ isTarget }) => isTarget).map(({ score }) => score)).toEqual([
      scoreToBeat?.score,
    ]);
  });

  it('are left out where no ratio reaches the score', () => {
    const plane = { matrixBytes: 1e6, throughputRange: [1e6, 2e6], ratioRange: [1, 2] } as const;
    const lines = isoLines(findRuleSet('lossless-v1'), plane, 0.9);
    expect(lines.every(({ score }) => score < 0.5)).toBe(true);
  });
});

it('points lie at the ratio and the throughput of both calls together', () => {
  const result = smallResult([
    { compressedBytes: 400, callMs: 2 },
    { compressedBytes: 500, callMs: 1 },
    { compressedBytes: 500, callMs: 2 },
  ]);
  const [{ scatter }] = reportData([result]).sections;
  expect(scatter.points).toEqual([
    { solution: 'solution-0', ratio: 2.5, throughput: 250_000, isOnFrontier: true },
    { solution: 'solution-1', ratio: 2, throughput: 500_000, isOnFrontier: true },
    { solution: 'solution-2', ratio: 2, throughput: 250_000, isOnFrontier: false },
  ]);
  expect(scatter.matrixBytes).toBe(1000);
  expect(scatter.leftOut).toEqual([]);
});

it('a solution that did not bring every matrix back has no point, and is named', () => {
  const result = fullResult();
  const { solutions, scatter } = reportData([result]).sections[0];
  const whole = solutions.filter(({ failureCount }) => failureCount === 0).map(({ name }) => name);
  expect(scatter.points.map(({ solution }) => solution)).toEqual(whole);
  expect(scatter.leftOut).toEqual(['failing', 'too-large']);
});
