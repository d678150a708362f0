import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { withBenchLock } from '@matrix-arena/harness';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const holderScript = new URL('fixtures/lock-holder.js', import.meta.url);
const never = new AbortController().signal;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(os.tmpdir(), 'arena-lock-'));
  vi.stubEnv('TMPDIR', folder);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Path of the lock, which has to be held. */
async function heldPath(): Promise<string> {
  const [name] = await readdir(folder);
  return join(folder, name);
}

/** Leaves the lock as a process does that was killed while it held it. */
async function abandonLock(): Promise<string> {
  const holder = fork(holderScript);
  await once(holder, 'message');
  const path = await heldPath();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  return path;
}

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

it('many that wait for a holder that is gone go on one at a time', async () => {
  for (let round = 0; round < 2; round++) {
    await abandonLock();
    let inside = 0;
    let mostInside = 0;
    const work = async (): Promise<void> => {
      mostInside = Math.max(mostInside, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
    };
    await Promise.all(Array.from({ length: 4 }, () => withBenchLock(work, never, () => {})));
    expect(mostInside).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  }
}, 60_000);

it.each([
  ['was never written to', ''],
  ['has the number of this process, but of an earlier one', `${process.pid} 0`],
])('a lock that %s is no lock', async (_, text) => {
  await writeFile(await abandonLock(), text);
  const done = withBenchLock(
    async () => 'done',
    never,
    () => {},
  );
  expect(await done).toBe('done');
});

it('an abandoned lock that another takes meanwhile stays', async () => {
  const path = await abandonLock();
  const controller = new AbortController();
  const waiting = withBenchLock(
    async () => 'done',
    controller.signal,
    () => controller.abort(),
  );
  // What the waiting process has seen is of one that is gone; before it acts on that, a living one holds the lock.
  await new Promise((resolve) => setTimeout(resolve, 60));
  await writeFile(path, `${process.ppid} another`);
  await expect(waiting).rejects.toThrow('bench: stopped');
  expect(await readFile(path, 'utf8')).toBe(`${process.ppid} another`);
});

it('after the work a lock that is of somebody else by now stays', async () => {
  let path = '';
  const work = async (): Promise<void> => {
    path = await heldPath();
    await writeFile(path, '1 another');
  };
  await withBenchLock(work, never, () => {});
  expect(await readFile(path, 'utf8')).toBe('1 another');
});

async function expectNoLock(message: RegExp): Promise<void> {
  const locked = withBenchLock(
    async () => 'done',
    never,
    () => {},
  );
  await expect(locked).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(message),
  });
}

it('says where no lock can be made', async () => {
  vi.stubEnv('TMPDIR', join(folder, 'nope'));
  await expectNoLock(/nope: no lock can be made there \(ENOENT.*\); make room, or name another/);
});

it('says so when something else is where the lock belongs', async () => {
  let path = '';
  const work = async (): Promise<void> => {
    path = await heldPath();
  };
  await withBenchLock(work, never, () => {});
  await mkdir(path);
  await expectNoLock(/no lock can be made there \(EISDIR.*\); remove .*\.lock, or name another/);
});

const canBecomeNobody = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;

it.skipIf(!canBecomeNobody)('a user without a name has a lock, too (needs root and setpriv)', async () => {
  await chmod(folder, 0o777);
  const setpriv = ['--reuid=12345', '--regid=12345', '--clear-groups', process.execPath];
  const script = `
    import { withBenchLock } from ${JSON.stringify(import.meta.resolve('@matrix-arena/harness'))};
    await withBenchLock(async () => console.log('done'), new AbortController().signal, () => {});`;
  const { stdout, stderr } = spawnSync('setpriv', [...setpriv, '--input-type=module', '--eval', script]);
  expect(String(stderr)).toBe('');
  expect(String(stdout)).toBe('done\n');
});
