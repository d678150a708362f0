import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Trial } from '@matrix-arena/contract/schemas';
import type { CorpusMatrix } from '@matrix-arena/corpus';
import { median } from '@matrix-arena/scoring';
import { expect, it, onTestFinished } from 'vitest';
import { waitForQuiet } from '../src/quiet.ts';
import { benchFixtures, matrixOf } from './helpers.ts';

const never = new AbortController().signal;

/** Keeps a core busy until the test is over. */
async function makeNoise(): Promise<void> {
  const noise = spawn(process.execPath, ['--eval', 'process.stdout.write("!"); for (;;);']);
  onTestFinished(() => {
    noise.kill('SIGKILL');
  });
  await once(noise.stdout, 'data');
}

/** Of values that are small when compressed, so that there is a score to be precise about. */
function ofTwoValues(cols: number): CorpusMatrix {
  const file = matrixOf(8, cols);
  const values = Uint16Array.from(new Uint16Array(file.matrix.bytes.buffer), (bits) =>
    bits & 0x10 ? 0x3f80 : 0x4000,
  );
  return { ...file, matrix: { ...file.matrix, bytes: new Uint8Array(values.buffer) } };
}

const matrices = [ofTwoValues(64), ofTwoValues(96)];

function stagesOf(trials: readonly Trial[]): number[][] {
  return trials.map((trial) => (trial.outcome === 'ok' ? trial.stages : expect.fail(trial.message)));
}

it('stages go on until every score is precise', async () => {
  const options = { timeBudgetMs: 60_000, relativePrecision: 1e9 };
  const { solutions, control } = await benchFixtures(['two-values', 'store'], { matrices, options });
  for (const { status } of solutions) expect(status).toMatchObject({ sampledUntil: 'precise' });
  for (const { trials } of [...solutions, control ?? expect.fail()])
    expect(stagesOf(trials)).toEqual(matrices.map(() => [0, 0]));
});

it('stages go on until the time for them is used up, for all alike', async () => {
  const options = { timeBudgetMs: 1500, relativePrecision: 1e-12 };
  const { solutions } = await benchFixtures(['two-values', 'store'], { matrices, options });
  expect(solutions[0].status).toMatchObject({ sampledUntil: 'budget' });
  const [stages] = stagesOf(solutions[0].trials);
  expect(stages.length).toBeGreaterThan(2);
  for (const { trials } of solutions) expect(stagesOf(trials)).toEqual(matrices.map(() => stages));
});

it('no stage begins that would take a solution past its limit', async () => {
  const options = { timeBudgetMs: 20_000, relativePrecision: 1e-12, runLimitMs: 1500 };
  const { solutions, elapsedMs } = await benchFixtures(['takes-its-time', 'store'], { matrices, options });
  expect(elapsedMs).toBeLessThan(15_000);
  expect(solutions[0].status).toMatchObject({ sampledUntil: 'budget' });
  for (const { trials } of solutions) {
    const [stages] = stagesOf(trials);
    expect(stages.length).toBeGreaterThan(0);
    expect(stagesOf(trials)).toEqual(matrices.map(() => stages));
  }
});

it('a solution that is past its limit keeps what was measured, and the others go on', async () => {
  const options = { repeats: 12, runLimitMs: 800 };
  const result = await benchFixtures(['takes-its-time', 'store'], { matrices: [matrices[0]], options });
  const [[slow], [quick]] = result.solutions.map(({ trials }) => stagesOf(trials));
  expect(slow.length).toBeGreaterThan(0);
  expect(slow.length).toBeLessThan(12);
  expect(quick).toHaveLength(12);
});

it('several matrices may be timed at once', async () => {
  const many = Array.from({ length: 5 }, (_, i) => matrixOf(3, 5 + i));
  const options = { timingThreads: 2, repeats: 4 };
  const result = await benchFixtures(['store', 'wrong-bytes'], { matrices: many, options });
  expect(result.plan).toMatchObject({ timingThreads: 2, timingThreadsFrom: 'option' });
  const [store, wrong] = result.solutions;
  expect(stagesOf(store.trials)).toEqual(many.map(() => [0, 0, 1, 1]));
  expect(wrong.trials.map(({ outcome }) => outcome)).toEqual(many.map(() => 'mismatch'));
});

it('short calls are repeated until a sample is long enough for the clock', async () => {
  const short = Array.from({ length: 8 }, (_, i) => matrixOf(4 + 4 * i, 30));
  const options = { repeats: 10 };
  const { solutions, environment } = await benchFixtures(['starts-slowly'], { matrices: short, options });
  const spansMs = solutions[0].trials.flatMap((trial) => {
    if (trial.outcome !== 'ok') expect.fail(trial.message);
    const { compressMs, compressCalls, decompressMs, decompressCalls } = trial;
    return [median(compressMs) * compressCalls, median(decompressMs) * decompressCalls];
  });
  const wantedMs = (1000 * environment.timerResolutionNs) / 1e6;
  // Half of it, and not all of them: code may go on becoming faster after its calls were counted.
  expect(spansMs.toSorted((a, b) => a - b)[4]).toBeGreaterThan(0.5 * wantedMs);
});

it('other work is waited for as long as allowed, and named in the result when it goes on', async () => {
  await makeNoise();
  const phases: string[] = [];
  const result = await benchFixtures(['store'], {
    options: { quietWaitMs: 600 },
    onEvent: ({ phase }) => phases.push(phase),
  });
  expect(phases.filter((phase) => phase === 'wait').length).toBeGreaterThan(0);
  expect(phases.indexOf('wait')).toBeLessThan(phases.indexOf('time'));
  expect(result.environment.warnings).toEqual([
    expect.stringMatching(/^other work used \d+\.\d cores when the timing began$/),
  ]);
});

it('waiting for other work tells of it, gives up, and can be interrupted', async () => {
  await makeNoise();
  let waits = 0;
  const start = performance.now();
  expect(await waitForQuiet(600, never, () => waits++)).toBeGreaterThan(0.15);
  expect(performance.now() - start).toBeGreaterThan(600);
  expect(waits).toBeGreaterThan(0);
  const controller = new AbortController();
  const interrupted = waitForQuiet(60_000, controller.signal, () => controller.abort());
  await expect(interrupted).rejects.toThrow('bench: stopped');
});
