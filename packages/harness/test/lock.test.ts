import { fork } from 'node:child_process';
import { once } from 'node:events';
import { withBenchLock } from '@matrix-arena/harness';
import { expect, it } from 'vitest';

const holderScript = new URL('fixtures/lock-holder.js', import.meta.url);
const never = new AbortController().signal;

it('lets one bench run at a time, across processes, and survives a holder that is killed', async () => {
  const holder = fork(holderScript);
  await once(holder, 'message');
  const waitedFor: number[] = [];
  const mine = withBenchLock(
    async () => 'done',
    never,
    (pid) => waitedFor.push(pid),
  );
  const early = await Promise.race([mine, new Promise((resolve) => setTimeout(resolve, 600, 'waits'))]);
  expect(early).toBe('waits');
  expect(waitedFor).toEqual([holder.pid]);
  holder.kill('SIGKILL');
  expect(await mine).toBe('done');
});

it('can be interrupted while it waits', async () => {
  const controller = new AbortController();
  const outer = withBenchLock(
    async () => {
      const inner = withBenchLock(
        async () => 'never',
        controller.signal,
        () => controller.abort(),
      );
      await expect(inner).rejects.toThrow('bench: stopped');
    },
    never,
    () => {},
  );
  await outer;
});

it('is free again after work that failed', async () => {
  const failing = withBenchLock(
    () => Promise.reject(new Error('broke')),
    never,
    () => {},
  );
  await expect(failing).rejects.toThrow('broke');
  expect(
    await withBenchLock(
      async () => 'done',
      never,
      () => {},
    ),
  ).toBe('done');
});
