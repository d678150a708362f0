import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseResult, type Result } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { arena, type Finished, smallSet, temporaryFolder } from './arena.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const quick = ['--repeats', '1', '--time-budget-ms', '0', '--timing-threads', '1', '--quiet-wait-ms', '0'];

/** A run of the baseline on a small set, and a copy of its result with something changed. */
async function changedResult(change: (result: Result) => void): Promise<string[]> {
  const [set, folder] = [await smallSet(), await temporaryFolder()];
  const path = join(folder, 'run.json');
  await arena(['bench', 'baseline', '--set', set, ...quick, '--json', path], { cwd: root });
  const result = parseResult(JSON.parse(await readFile(path, 'utf8')), path);
  change(result);
  await writeFile(path, JSON.stringify(result));
  return [path, '--set', set];
}

const replay = (args: readonly string[]): Promise<Finished> =>
  arena(['replay', ...args, '--quiet-wait-ms', '0'], { cwd: root });

describe('arena replay', () => {
  it('makes a run again, and finds the same frames', async () => {
    const { stdout, stderr } = await replay(await changedResult(() => {}));
    expect(stdout).toMatch(/^solution +score +± +again +± +difference +within noise\nbaseline +0\.\d{4} /);
    expect(stdout).not.toContain('outcome on');
    expect(stderr).not.toContain('internal error');
  });

  it('lists a frame that is another one, and fails', async () => {
    const args = await changedResult(({ solutions }) => {
      const [trial] = solutions[0].trials;
      if (trial.outcome === 'ok') trial.frameSha256 = 'f'.repeat(64);
    });
    const { code, stdout, stderr } = await replay(args);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /\ndiffers: baseline: outcome on \S+: was \d+ bytes, sha256 f{12}, is \d+ bytes, sha256 \w{12}\n/,
    );
    expect(stderr).toMatch(
      /arena: \d+ of the figures of .*run\.json: could not be repeated; see the list\n$/,
    );
  });

  it.each([
    ['commit', /arena: commit: expected 0{40}, got \w{40}; check it out, or pass --any-commit\n$/],
    [
      'code',
      /arena: sha256 of the code of baseline: expected 0{64}, got .*; build the version that was measured\n$/,
    ],
    [
      'corpus',
      /arena: sha256 of the matrices: expected 0{64}, got .*; pass the folder of the set with --set\n$/,
    ],
  ])('refuses another %s before anything runs', async (what, message) => {
    const args = await changedResult((result) => {
      if (what === 'commit') result.environment.commit = '0'.repeat(40);
      if (what === 'code') result.solutions[0].bundleSha256 = '0'.repeat(64);
      if (what === 'corpus') result.corpus.sha256 = '0'.repeat(64);
    });
    const { code, stdout, stderr } = await replay(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });
});
