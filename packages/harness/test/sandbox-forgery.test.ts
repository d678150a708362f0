import { expect, it } from 'vitest';
import {
  fixture,
  hasSandbox,
  matrixSaying,
  openSide,
  runtimeWith,
  type Side,
} from './sandbox-fixtures/pools.ts';

const isolation = hasSandbox ? 'sandbox' : 'unsafe-processes';

async function rogueSide(): Promise<Side> {
  return openSide(fixture('store'), { isolation, runtime: await runtimeWith('rogue-child') });
}

it.each([
  ['garbage', {}, /^wrong token$/],
  ['wrong token', {}, /^wrong token$/],
  ['wrong outcome', {}, /^the answer to compress has outcome 2$/],
  ['claim bytes', { bytes: 1e15 }, /^output: expected at most \d+ bytes, announced are 1000000000000000$/],
  ['claim bytes', { bytes: 0.5 }, /^output: expected at most/],
  ['claim bytes', { bytes: -1 }, /^output: expected at most/],
  ['claim time', { ms: 5000 }, /^claims 5000 ms of a call that took at most/],
  ['claim time', { ms: -1 }, /^claims -1 ms of a call/],
  ['hurry', { ms: 300 }, /^claims 1 ms of a call that took \d+\.\d+ ms of processor time$/],
])('%s %j is a forgery, and the next task is answered by another process', async (deed, more, message) => {
  const side = await rogueSide();
  const forged = side.ask(matrixSaying({ deed, ...more }));
  await expect(forged).rejects.toMatchObject({
    code: 'ERR_FORGED_REPLY',
    message: expect.stringMatching(message),
  });
  expect(await side.ask(matrixSaying({ deed: 'print', bytes: 1 }))).toEqual({ value: 'printed' });
});

it('two answers to one task are a forgery, now or at the next task', async () => {
  const side = await rogueSide();
  const forged = async (): Promise<void> => {
    for (let i = 0; i < 2; i++) await side.compress(matrixSaying({ deed: 'twice' }));
  };
  await expect(forged()).rejects.toMatchObject({ code: 'ERR_FORGED_REPLY' });
});

it('half an answer is waited for until the signal', async () => {
  const side = await rogueSide();
  await side.load();
  const half = side.compress(matrixSaying({ deed: 'half' }), 200);
  await expect(half).rejects.toMatchObject({ name: 'AbortError' });
});

it.each([
  ['exit', 'the process ended with exit code 7'],
  ['abort', 'the process ended with SIGABRT'],
])('%s tells how the process ended', async (deed, message) => {
  const side = await rogueSide();
  const ended = side.ask(matrixSaying({ deed }));
  await expect(ended).rejects.toMatchObject({ code: 'ERR_WORKER_EXIT', message });
});

it('10 MB on both streams hold nothing up and are not kept', async () => {
  const side = await rogueSide();
  await side.load();
  const before = process.memoryUsage().rss;
  expect(await side.ask(matrixSaying({ deed: 'print', bytes: 1e7 }))).toEqual({ value: 'printed' });
  expect(process.memoryUsage().rss - before).toBeLessThan(5e7);
});
