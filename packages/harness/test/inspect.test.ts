import type { Result, Trial } from '@matrix-arena/contract/schemas';
import { matrixStats } from '@matrix-arena/corpus';
import { expect, it } from 'vitest';
import { benchFixtures, matrixOf } from './helpers.ts';
import { hasSandbox } from './sandbox-fixtures/pools.ts';

/** Time enough also on a busy machine. */
const quick = { repeats: 1, callLimitMs: 20_000 };

function partsOf(trials: readonly Trial[]): unknown[] {
  return trials.map((trial) => (trial.outcome === 'ok' ? trial.parts : trial.outcome));
}

async function inspected(name: string, options = {}): Promise<Result['solutions'][number]> {
  const { solutions } = await benchFixtures([name], { options: { ...quick, ...options } });
  expect(solutions[0].status.state).toBe('measured');
  return solutions[0];
}

it('trials have the parts of their frames, where a solution tells them', async () => {
  const result = await benchFixtures(['inspect-accounts', 'store'], { options: quick });
  const [accounts, store] = result.solutions;
  for (const trial of accounts.trials) {
    if (trial.outcome !== 'ok') expect.fail(trial.message);
    const count = trial.compressedBytes / 2 - 4;
    expect(trial.parts).toEqual([
      { name: 'header', plane: 'overhead', bits: 64 },
      { name: 'signs', plane: 'sign', bits: count },
      { name: 'exponents', plane: 'exponent', bits: 8 * count },
      { name: 'mantissas', plane: 'mantissa', bits: 7 * count },
    ]);
  }
  expect(accounts.findings).toEqual([]);
  expect(partsOf(store.trials)).toEqual([undefined, undefined, undefined]);
});

it('frames of matrices that did not come back are not taken apart', async () => {
  const phases: string[] = [];
  await benchFixtures(['inspect-accounts', 'wrong-bytes'], {
    options: quick,
    onEvent: ({ phase, done, total, what }) => phase === 'inspect' && phases.push(`${done}/${total} ${what}`),
  });
  expect(phases).toEqual([
    '1/3 inspect-accounts on 4x3',
    '2/3 inspect-accounts on 1x100',
    '3/3 inspect-accounts on 64x32',
  ]);
});

it('a part that is wrong leaves only its own frame without parts', async () => {
  const { trials, findings } = await inspected('inspect-miscounts');
  expect(partsOf(trials).map((parts) => parts !== undefined)).toEqual([true, false, false]);
  expect(findings).toEqual([
    {
      kind: 'inspect-failed',
      message: expect.stringMatching(
        /^2 frames have no parts; frame of 1x100: sum of the bits of all parts: expected (\d+), got \d+; /,
      ),
    },
  ]);
});

it.each([
  ['inspect-refuses', 'RangeError: I do not know \ufffd[31mthis'],
  ['inspect-returns-functions', 'returned something that is no data'],
  ['inspect-loops', 'took longer than 3000 ms'],
  ['inspect-ends', 'the thread ended, exit code 3'],
  [
    'inspect-exports-data',
    'TypeError: default export of the inspect module: expected a function, got object',
  ],
  ['inspect-missing', 'Error: Cannot find module'],
])('%s fails no trial: it is a finding', async (name, message) => {
  const { trials, findings } = await inspected(name, name === 'inspect-loops' ? { callLimitMs: 3000 } : {});
  expect(partsOf(trials)).toEqual([undefined, undefined, undefined]);
  expect(findings).toEqual([
    {
      kind: 'inspect-failed',
      message: expect.stringContaining(`3 frames have no parts; frame of 4x3: ${message}`),
    },
  ]);
});

it('a run that is stopped meanwhile ends at once', async () => {
  const controller = new AbortController();
  const run = benchFixtures(['inspect-loops'], {
    options: { callLimitMs: 60_000 },
    signal: controller.signal,
    onEvent: ({ phase, done, total }) => {
      if (phase === 'verify' && done === total) setTimeout(() => controller.abort(), 300);
    },
  });
  await expect(run).rejects.toThrow('bench: stopped; nothing was written');
});

it.skipIf(!hasSandbox)('in a sandbox nothing is taken apart (needs bubblewrap)', async () => {
  const { trials, findings } = await inspected('inspect-accounts', { isolation: 'sandbox' });
  expect(partsOf(trials)).toEqual([undefined, undefined, undefined]);
  expect(findings).toEqual([]);
});

it('every matrix has its entropy bounds', async () => {
  const matrices = [matrixOf(64, 32), matrixOf(1, 3)];
  const { corpus } = await benchFixtures(['store'], { matrices, options: quick });
  for (const [index, { bounds }] of corpus.matrices.entries())
    expect(matrixStats(matrices[index].matrix).entropy).toMatchObject(bounds ?? {});
  expect(corpus.matrices[0].bounds?.planesBound).toBeGreaterThan(10);
  expect(Object.keys(corpus.matrices[1].bounds ?? {})).toHaveLength(7);
});
