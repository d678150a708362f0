import { spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { findSandboxTools } from '../src/sandbox/availability.ts';
import { boxCommand } from '../src/sandbox/command.ts';
import {
  fixture,
  hasSandbox,
  matrixOf,
  openSide,
  processesWith,
  programOf,
  runtimeWith,
  stateOf,
} from './sandbox-fixtures/pools.ts';

const isolations = hasSandbox ? (['sandbox', 'unsafe-processes'] as const) : (['unsafe-processes'] as const);

/** A memory limit that no other test has, and how it shows in a command line. */
function uniqueLimit(mebibytes: number): { memoryLimitBytes: number; mark: string } {
  return { memoryLimitBytes: mebibytes * 2 ** 20, mark: `--max-old-space-size=${mebibytes}\0` };
}

it.each(isolations)(
  '%s: a closed pool leaves no process and no listener, whatever happened in it',
  async (isolation) => {
    const { mark, ...limits } = uniqueLimit(isolation === 'sandbox' ? 311 : 312);
    const listeners = (): number[] => process.eventNames().map((name) => process.listenerCount(name));
    const before = listeners();
    for (const name of ['store', 'hangs', 'fills-buffers', 'crashes']) {
      const side = await openSide(fixture(name), { isolation, limits, size: 2 });
      const { signal } = new AbortController();
      const entryUrl = pathToFileURL(fixture(name)).href;
      await side.pool.run({ call: 'load', entryUrl }, { signal });
      expect(processesWith(mark).length).toBeGreaterThan(0);
      const calls = [side.compress(matrixOf(1, 2), 1500), side.compress(matrixOf(1, 2), 1500), side.load()];
      await Promise.allSettled(calls);
      await side.pool.destroy();
      expect(processesWith(mark)).toEqual([]);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    }
    expect(listeners()).toEqual(before);
  },
);

it.each(isolations)('%s: a harness that is killed takes its children with it', async (isolation) => {
  const { mark, memoryLimitBytes } = uniqueLimit(isolation === 'sandbox' ? 313 : 314);
  const { file, args } = boxCommand({
    isolation,
    tools: await findSandboxTools(),
    runtime: await runtimeWith('stuck-child'),
    entryPath: fixture('store'),
    folder: dirname(fixture('store')),
    libraries: [],
    memoryLimitBytes,
    core: null,
  });
  const script = new URL('sandbox-fixtures/dying-harness.js', import.meta.url).pathname;
  const harness = spawn(process.execPath, [script, file, JSON.stringify(args)], { stdio: 'inherit' });
  onTestFinished(() => {
    harness.kill('SIGKILL');
  });
  // Before that it is bwrap's own code that runs, and after it the harness's, which sees that its host is gone.
  const isRunning = (): boolean =>
    processesWith(mark).some((pid) => programOf(pid) === realpathSync(process.execPath));
  await expect.poll(isRunning, { timeout: 5000 }).toBe(true);
  harness.kill('SIGKILL');
  await once(harness, 'exit');
  await expect.poll(() => processesWith(mark), { timeout: 5000 }).toEqual([]);
});

it('an idle process is stopped, so that it disturbs nobody who is being timed', async () => {
  const { mark, ...limits } = uniqueLimit(315);
  const side = await openSide(fixture('store'), { isolation: isolations[0], limits });
  await side.load();
  const states = (): string[] => [...new Set(processesWith(mark).map(stateOf))];
  await expect.poll(states).toEqual(['T']);
});
