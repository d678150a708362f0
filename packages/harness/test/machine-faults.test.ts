import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { findRuleSet } from '@matrix-arena/scoring';
import { expect, it, onTestFinished } from 'vitest';
import { runBench } from '../src/run.ts';
import { startProcess } from '../src/sandbox/boxed-process.ts';
import { readSolutionPackage } from '../src/solution-package.ts';
import { fixture, matrixOf, quickOptions } from './helpers.ts';
import { hasSandbox, processesWith } from './sandbox-fixtures/pools.ts';

const library = 'not-on-this-machine';

/** Folder of a solution whose manifest names a library. */
async function solutionWithLibrary(): Promise<string> {
  const folder = await mkdtemp(join(os.tmpdir(), 'arena-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const manifest = JSON.parse(await readFile(fixture('store'), 'utf8'));
  await cp(join(dirname(fixture('store')), 'code'), join(folder, 'code'), { recursive: true });
  const named = { ...manifest, name: 'needs-library', dependencies: [library] };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(named));
  return folder;
}

it.skipIf(!hasSandbox)(
  'a library that the machine lacks ends the run, and is no fault of a solution',
  async () => {
    // A memory limit that no other test has shows in the command lines of this run's processes.
    const memoryLimitBytes = 331 * 2 ** 20;
    const run = runBench({
      solutions: await Promise.all([fixture('store'), await solutionWithLibrary()].map(readSolutionPackage)),
      matrices: [matrixOf(2, 3), matrixOf(3, 2)],
      corpus: { name: 'test', roundSeed: 1, poolCount: 2 },
      rules: findRuleSet('lossless-v1'),
      options: { ...quickOptions, isolation: 'sandbox', allowedLibraries: [library], memoryLimitBytes },
      signal: new AbortController().signal,
      onEvent: () => {},
    });
    await expect(run).rejects.toMatchObject({
      kind: 'not-found',
      message: `needs-library: library ${library}: install it where the solution is`,
    });
    await expect.poll(() => processesWith('--max-old-space-size=331\0')).toEqual([]);
  },
);

it('a process that cannot be started is the fault of the machine', async () => {
  await expect(startProcess('/nowhere/bwrap', [])).rejects.toMatchObject({
    kind: 'unavailable',
    message: expect.stringMatching(/^\/nowhere\/bwrap: the process could not be started \(spawn .* ENOENT\)/),
  });
});
