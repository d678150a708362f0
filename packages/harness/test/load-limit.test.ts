import { expect, it } from 'vitest';
import { benchFixtures, matrixOf, outcomes } from './helpers.ts';
import { hasSandbox } from './sandbox-fixtures/pools.ts';

const matrices = Array.from({ length: 6 }, (_, i) => matrixOf(3, 5 + i));
const isolations = hasSandbox ? (['threads', 'sandbox'] as const) : (['threads'] as const);

it.each(isolations)(
  '%s: loading may take longer than a call, in every worker',
  async (isolation) => {
    const options = { isolation, loadLimitMs: 20_000, callLimitMs: 500, verifyThreads: 2 };
    const result = await benchFixtures(['loads-slowly'], { matrices, options });
    expect(outcomes(result, 'loads-slowly')).toEqual(matrices.map(() => 'ok'));
  },
  60_000,
);

it('the limit of loading ends it in every worker', async () => {
  const options = { loadLimitMs: 500, callLimitMs: 20_000 };
  const [{ status }] = (await benchFixtures(['loads-slowly'], { matrices, options })).solutions;
  expect(status).toEqual({ state: 'not-loadable', message: 'load took longer than 500 ms' });
});

it('a solution that only one side can load is not loadable', async () => {
  const [{ status }] = (await benchFixtures(['loads-once'], { matrices })).solutions;
  expect(status).toEqual({ state: 'not-loadable', message: 'Error: loaded before' });
});
