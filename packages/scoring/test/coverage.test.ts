import { describe, expect, it } from 'vitest';
import { compareSolutions, findRuleSet } from '../src/index.ts';
import { contenders, sized } from './contenders.ts';
import { matricesOf } from './results.ts';
import { driftOf, type Noise, normals, simulate } from './simulate.ts';

const rules = findRuleSet('lossless-v1');
const noise: Noise = { stages: 8, samplesPerStage: 3, drift: 0.01, jitter: 0.03 };

/** Whether 95 % intervals do what they say, over many simulated runs. */
describe('compareSolutions', () => {
  it('contains the true difference in 90 to 99 % of simulated runs', () => {
    const trueDifference = 0.5 * (1 - 40 / 1012) - 0.49 * (1 - 44 / 1012);
    const runs = 200;
    const of = matricesOf(4);
    const hits = Array.from({ length: runs }, (_, seed) => {
      const normal = normals(seed);
      const trials = [
        { compressedBytes: 500, trueMs: 20 },
        { compressedBytes: 510, trueMs: 22 },
      ].map((one) => simulate(of, one, noise, driftOf(noise, normal), normal));
      const pair = contenders(trials[0], trials[1], { of });
      const { total } = compareSolutions(...pair, rules, { seed, replicates: 200 });
      const { low, high } = total.onTheseMatrices.difference;
      return low <= trueDifference && trueDifference <= high;
    }).filter(Boolean).length;
    expect(hits / runs).toBeGreaterThanOrEqual(0.9);
    expect(hits / runs).toBeLessThanOrEqual(0.99);
  });

  it('contains the true difference on all matrices in 90 to 99 % of draws of matrices', () => {
    // Gains differ from matrix to matrix; the true mean gain is 0.01 (1 - 2 / 1012).
    const draws = 200;
    const of = matricesOf(20);
    const hits = Array.from({ length: draws }, (_, seed) => {
      const normal = normals(seed);
      const gains = of.map(() => 10 + 5 * normal());
      const b = of.map(() => 500 + Math.round(50 * normal()));
      const a = b.map((bytes, index) => Math.round(bytes - gains[index]));
      const pair = contenders(sized(a, of), sized(b, of), { of });
      const { onMatricesLikeThem } = compareSolutions(...pair, rules, { seed, replicates: 200 }).total;
      const { low, high } = onMatricesLikeThem?.difference ?? { low: 1, high: 0 };
      const trueDifference = 0.01 * (1 - 2 / 1012);
      return low <= trueDifference && trueDifference <= high;
    }).filter(Boolean).length;
    expect(hits / draws).toBeGreaterThanOrEqual(0.9);
    expect(hits / draws).toBeLessThanOrEqual(0.99);
  });
});
