import { expect, it } from 'vitest';
import { benchFixtures, matrixOf, outcomes } from '../helpers.ts';

/** What is left after collections of garbage may grow by so much from stage to stage: the samples themselves. */
const mostGrowthBytes = 40e6;

it('memory stays flat over 10 000 trials', async () => {
  const matrices = Array.from({ length: 5000 }, (_, i) => matrixOf(8 + (i % 8), 16, `matrix ${i}`));
  const residentBytes: number[] = [];
  let timedStages = 0;
  const lowestOfStages: number[] = [];
  const result = await benchFixtures(['store', 'prints'], {
    matrices,
    options: { repeats: 3, samplesPerStage: 1, timeBudgetMs: 0 },
    onEvent: ({ phase, done }) => {
      if (done % 100 !== 0) return;
      const bytes = process.memoryUsage.rss();
      if (done % 1000 === 0) residentBytes.push(bytes);
      if (phase !== 'time') return;
      timedStages = Math.ceil(done / matrices.length);
      lowestOfStages[timedStages - 1] = Math.min(lowestOfStages[timedStages - 1] ?? bytes, bytes);
    },
  });
  expect(outcomes(result, 'store').filter((outcome) => outcome === 'ok')).toHaveLength(5000);
  expect(outcomes(result, 'prints').filter((outcome) => outcome === 'ok')).toHaveLength(5000);
  const megabytes = residentBytes.map((bytes) => Math.round(bytes / 1e6));
  process.stdout.write(`resident memory during 10 000 trials, MB: ${megabytes.join(' ')}\n`);
  expect(timedStages).toBe(3);
  expect(lowestOfStages[2] - lowestOfStages[1]).toBeLessThan(mostGrowthBytes);
}, 600_000);
