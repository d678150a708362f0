import { expect, it } from 'vitest';
import { findSandboxTools } from '../src/sandbox/availability.ts';
import { builtSolution, fixture, hasSandbox, matrixOf, openSide } from './sandbox-fixtures/pools.ts';

const { prlimit } = await findSandboxTools();
// Without bwrap on the machine, only what needs no sandbox is tested.
const isolations = hasSandbox ? (['sandbox', 'unsafe-processes'] as const) : (['unsafe-processes'] as const);

it.each(isolations)(
  '%s: built solutions round-trip, each side in a process of its own',
  async (isolation) => {
    const matrix = matrixOf(64, 96);
    const names = ['baseline', 'zstd-style', 'learned-predictor'];
    for (const path of [fixture('store'), ...names.map(builtSolution)]) {
      const [one, other] = await Promise.all([openSide(path, { isolation }), openSide(path, { isolation })]);
      const framed = await one.compress(matrix);
      expect(framed).toMatchObject({ outcome: 'frame', usage: { elapsedMs: expect.any(Number) } });
      const restored = 'bytes' in framed && (await other.decompress(framed.bytes));
      expect(restored).toMatchObject({ outcome: 'matrix', rows: 64, cols: 96 });
      expect(restored && 'bytes' in restored && restored.bytes).toEqual(matrix.bytes);
    }
  },
);

it('the first task loads the solution; loading is answered with what it took', async () => {
  const side = await openSide(builtSolution('baseline'), { isolation: isolations[0] });
  const loaded = await side.load();
  expect(loaded).toMatchObject({ outcome: 'loaded' });
  const usage = 'usage' in loaded ? loaded.usage : undefined;
  expect(usage?.elapsedMs).toBeGreaterThan(0.1);
  expect(usage?.memoryBytes).toBeLessThan(1e8);
});

it('batches make the calls that were asked for and send the output of one', async () => {
  const side = await openSide(fixture('store'), { isolation: isolations[0] });
  const matrix = matrixOf(3, 5);
  const task = { call: 'compress', entryUrl: 'file:///any', matrix, batch: { calls: 50, pick: 49 } } as const;
  const reply = await side.pool.run(task, { signal: new AbortController().signal });
  expect('bytes' in reply && reply.bytes.slice(8)).toEqual(matrix.bytes);
});

it('a pool answers as many tasks at once as it has processes, and the others after them', async () => {
  const side = await openSide(fixture('store'), { isolation: isolations[0], size: 2 });
  const matrices = Array.from({ length: 12 }, (_, i) => matrixOf(i + 1, 7));
  const replies = await Promise.all(matrices.map((matrix) => side.compress(matrix)));
  for (const [i, reply] of replies.entries())
    expect('bytes' in reply && reply.bytes.slice(8)).toEqual(matrices[i].bytes);
});

it('large outputs arrive whole', async () => {
  const side = await openSide(fixture('store'), { isolation: isolations[0] });
  const matrix = matrixOf(2000, 1600);
  const reply = await side.compress(matrix);
  expect('bytes' in reply && Buffer.compare(reply.bytes.subarray(8), matrix.bytes)).toBe(0);
});

it('a frame beyond the contract is cut one byte after it', async () => {
  const side = await openSide(fixture('long-frame'), { isolation: isolations[0] });
  const reply = await side.compress(matrixOf(8, 8));
  expect('bytes' in reply && reply.bytes.length).toBe(128 + 1 + 128 + 1);
});

it.each(isolations)('%s: timers of a solution run between calls', async (isolation) => {
  const side = await openSide(fixture('ticks'), { isolation });
  expect(await side.ask(matrixOf(1, 1))).toBe(0);
  for (let i = 0; i < 20; i++) await side.ask(matrixOf(1, 1));
  expect(await side.ask(matrixOf(1, 1))).toBeGreaterThan(10);
});

it.each(isolations)('%s: a library may be imported late', async (isolation) => {
  const side = await openSide(fixture('library'), { isolation });
  expect(await side.ask(matrixOf(1, 1))).toBeLessThan(100);
});

it('what it prints goes nowhere and holds nothing up', async () => {
  const side = await openSide(fixture('floods-console'), { isolation: isolations[0] });
  expect(await side.compress(matrixOf(2, 2))).toMatchObject({ outcome: 'frame' });
});

it.skipIf(prlimit === null).each(['fills-buffers', 'fills-heap', 'fills-wasm'])(
  '%s ends for want of memory',
  async (name) => {
    for (const isolation of isolations) {
      const side = await openSide(fixture(name), { isolation });
      await expect(side.compress(matrixOf(2, 2))).rejects.toMatchObject({ code: 'ERR_WORKER_OUT_OF_MEMORY' });
      // A fresh process takes its place.
      expect(await side.decompress(new Uint8Array(10))).toMatchObject({ outcome: 'matrix' });
    }
  },
);

it('an endless loop is ended by the signal, and the next task is answered', async () => {
  const side = await openSide(fixture('hangs'), { isolation: isolations[0] });
  await side.load();
  await expect(side.compress(matrixOf(2, 2), 200)).rejects.toMatchObject({ name: 'AbortError' });
  expect(await side.decompress(new Uint8Array(10))).toMatchObject({ outcome: 'matrix' });
});

it('a process that crashes between calls is replaced', async () => {
  const side = await openSide(fixture('crashes'), { isolation: isolations[0] });
  expect(await side.compress(matrixOf(1, 2))).toMatchObject({ outcome: 'frame' });
  // It crashes as soon as it goes on: one of the next calls meets that, if it was not over before.
  const calls = [1, 2, 3].map(() => side.compress(matrixOf(2, 2)));
  const failures = (await Promise.allSettled(calls)).filter(({ status }) => status === 'rejected');
  expect(failures.length).toBeLessThanOrEqual(1);
  for (const { reason } of failures as PromiseRejectedResult[])
    expect(reason).toMatchObject({
      code: 'ERR_WORKER_EXIT',
      message: expect.stringContaining('exit code 1: TypeError: Cannot read properties of undefined'),
    });
  expect(await side.compress(matrixOf(2, 2))).toMatchObject({ outcome: 'frame' });
});

it('tasks that wait or run when the pool is closed are rejected, and so are later ones', async () => {
  const side = await openSide(fixture('hangs'), { isolation: isolations[0] });
  await side.load();
  const tasks = [matrixOf(1, 1), matrixOf(1, 2)].map((matrix) => side.compress(matrix));
  const settled = Promise.allSettled(tasks);
  await side.pool.destroy();
  for (const { status } of await settled) expect(status).toBe('rejected');
  await expect(side.compress(matrixOf(1, 1))).rejects.toMatchObject({ name: 'AbortError' });
});

it('destroying while a process starts leaves none', async () => {
  const side = await openSide(fixture('store'), { isolation: isolations[0] });
  const reply = side.load();
  reply.catch(() => {});
  await side.pool.destroy();
  await expect(reply).rejects.toMatchObject({ name: 'AbortError' });
});
