import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { parseResult, type Result, type Trial } from '@matrix-arena/contract/schemas';
import { readResultFile, readSolutionPackage, writeResultFile } from '@matrix-arena/harness';
import { findRuleSet, rankResult } from '@matrix-arena/scoring';
import { describe, expect, it } from 'vitest';
import { benchFixtures, fixture, matrixOf, outcomes, quickOptions } from './helpers.ts';
import { hasSandbox } from './sandbox-fixtures/pools.ts';

const rules = findRuleSet('lossless-v1');

describe('a run', () => {
  it('keeps every sample and describes where it was made', async () => {
    const result = await benchFixtures(['store'], { options: { repeats: 4 } });
    const [store] = result.solutions;
    for (const trial of store.trials) {
      if (trial.outcome !== 'ok') expect.fail(trial.message);
      expect(trial.compressMs).toHaveLength(4);
      expect(trial.decompressMs).toHaveLength(4);
      expect(trial.stages).toEqual([0, 0, 1, 1]);
      expect(Math.min(...trial.compressMs, ...trial.decompressMs)).toBeGreaterThan(0);
    }
    expect(store.findings).toEqual([]);
    expect(store.codeBytes).toBeGreaterThan(0);
    expect(store.status).toMatchObject({ state: 'measured', loadMs: expect.any(Number) });
    expect(result.environment.node).toBe(process.version);
    expect(result.environment.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(result.corpus.matrices.map(({ originalBytes }) => originalBytes)).toEqual([24, 200, 4096]);
  });

  it.skipIf(!hasSandbox)('in sandboxes finds out the same (needs bubblewrap)', async () => {
    const [inThreads, inSandboxes] = await Promise.all(
      (['threads', 'sandbox'] as const).map((isolation) =>
        benchFixtures(['store'], { options: { isolation } }),
      ),
    );
    expect(inSandboxes.plan.isolation).toBe('sandbox');
    expect(inSandboxes.solutions[0].findings).toEqual([]);
    const frames = (result: Result): unknown[] =>
      result.solutions[0].trials.map((trial) => trial.outcome === 'ok' && trial.frameSha256);
    expect(frames(inSandboxes)).toEqual(frames(inThreads));
    expect(frames(inSandboxes)).not.toContain(false);
  });

  it('times one solution twice', async () => {
    const { control, solutions } = await benchFixtures(['wrong-bytes', 'store']);
    expect(control?.solution).toBe('store');
    const hashes = (trials: readonly Trial[]): unknown[] =>
      trials.map((trial) => trial.outcome === 'ok' && [trial.frameSha256, trial.compressMs.length]);
    expect(hashes(control?.trials ?? [])).toEqual(hashes(solutions[1].trials));
    expect(control?.trials).not.toEqual(solutions[1].trials);
  });

  it('varies a matrix slightly that more changes would make another sort of matrix', async () => {
    const { matrix, ...file } = matrixOf(128, 256);
    const values = Uint16Array.from(new Uint16Array(matrix.bytes.buffer), (bits) =>
      bits & 0x10 ? 0x3f80 : 0x4000,
    );
    const ofTwoValues = { ...file, matrix: { ...matrix, bytes: new Uint8Array(values.buffer) } };
    const result = await benchFixtures(['two-values', 'store'], {
      matrices: [ofTwoValues],
      options: { repeats: 4 },
    });
    for (const solution of result.solutions) {
      const [trial] = solution.trials;
      expect(trial.outcome === 'ok' ? trial.compressMs.length : trial.message).toBe(4);
    }
  });

  it('scores a copy with 0, since it saves nothing', async () => {
    const [row] = rankResult(await benchFixtures(['store']), rules).rows;
    expect([row.rank, row.score, row.failureCount]).toEqual([1, 0, 0]);
    expect(row.ratio).toBeCloseTo(4320 / (4320 + 3 * 8), 12);
  });

  it('lets rules that allow loss judge by similarity what others call a mismatch', async () => {
    const matrices = [matrixOf(1, 64)];
    const smooth = new Uint8Array(Uint16Array.from({ length: 64 }, (_, i) => 0x3f81 + i).buffer);
    const ones = [{ ...matrices[0], matrix: { ...matrices[0].matrix, bytes: smooth } }];
    const result = await benchFixtures(['lossy'], { matrices: ones, rules: 'lossy-v2' });
    const [trial] = result.solutions[0].trials;
    if (trial.outcome !== 'ok') expect.fail(trial.message);
    expect(trial.similarity).toBeGreaterThan(0.99);
    expect(trial.similarity).toBeLessThan(1);
  });

  it('ranks all when one makes frames of no bytes, which have no ratio', async () => {
    const lossy = findRuleSet('lossy-v2');
    const matrices = [matrixOf(4, 3)];
    const result = await benchFixtures(['empty-frame', 'store'], { matrices, rules: lossy.name });
    expect(rankResult(result, lossy).rows.map(({ name, failureCount }) => [name, failureCount])).toEqual([
      ['store', 0],
      ['empty-frame', 1],
    ]);
  });

  it('reports its phases in order and to the end', async () => {
    const steps: string[] = [];
    await benchFixtures(['store'], {
      onEvent: ({ phase, done, total }) => steps.push(`${phase} ${done}/${total}`),
    });
    const known = steps.filter((step) => !step.startsWith('wait'));
    expect(known).toEqual([
      'load 1/1',
      'verify 0/3',
      'verify 1/3',
      'verify 2/3',
      'verify 3/3',
      'time 0/3',
      'time 1/3',
      'time 2/3',
      'time 3/3',
    ]);
  });

  it('keeps what a solution prints out of standard output', async () => {
    expect(outcomes(await benchFixtures(['prints']), 'prints')).toEqual(['ok', 'ok', 'ok']);
  });

  it('counts what is left when a solution has used up its time as timed out', async () => {
    const result = await benchFixtures(['hangs', 'store'], {
      options: { callLimitMs: 300, runLimitMs: 200, verifyThreads: 1 },
    });
    expect(outcomes(result, 'hangs')).toEqual(['timeout', 'timeout', 'timeout']);
    const trials = result.solutions[0].trials.map((trial) => ('message' in trial ? trial.message : ''));
    expect(trials[0]).toBe('compress took longer than 300 ms');
    expect(trials[2]).toBe('the solution took longer than 200 ms in this run');
  });

  it('rejects code beyond the size limit before it runs', async () => {
    const [rejected] = (await benchFixtures(['fails-at-import'], { options: { codeLimitBytes: 10 } }))
      .solutions;
    expect(rejected.status).toEqual({
      state: 'rejected',
      message: `code size: expected at most 10 bytes, got ${rejected.codeBytes}`,
    });
  });

  it('ends at once when it is interrupted, and leaves no thread behind', async () => {
    const threadCount = (): number => Object(process.report.getReport()).workers.length;
    const before = threadCount();
    let during = before;
    const controller = new AbortController();
    const started = performance.now();
    const interrupt = (): void => {
      during = threadCount();
      controller.abort();
    };
    const run = benchFixtures(['hangs', 'store'], {
      signal: controller.signal,
      options: { callLimitMs: 60_000 },
      onEvent: ({ phase, done }) => phase === 'load' && done === 2 && setTimeout(interrupt, 400),
    });
    await expect(run).rejects.toThrow('bench: stopped; nothing was written');
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(during).toBeGreaterThan(before);
    expect(threadCount()).toBe(before);
  });

  it('refuses one solution given twice', async () => {
    await expect(benchFixtures(['store', 'store'])).rejects.toThrow(
      'solution store: is given twice; name it once',
    );
  });

  it('refuses two solutions of one name', async () => {
    await expect(benchFixtures(['store', 'also-store'])).rejects.toThrow(
      /^solution name store: is taken twice; rename one of .*store\.json and .*also-store\.json$/,
    );
  });

  it('refuses an empty selection', async () => {
    await expect(benchFixtures([])).rejects.toThrow('solutions: there are none to bench');
    await expect(benchFixtures(['store'], { matrices: [] })).rejects.toThrow(
      'matrices: there are none to bench on',
    );
  });
});

describe('a result file', () => {
  it('read again gives the same ranking', async () => {
    const folder = await mkdtemp(join(os.tmpdir(), 'arena-'));
    const result = await benchFixtures(['store', 'wrong-bytes']);
    const path = join(folder, 'new', 'run.json');
    await writeResultFile(path, result);
    const again = await readResultFile(path);
    expect(again).toEqual(parseResult(JSON.parse(JSON.stringify(result)), 'run'));
    expect(rankResult(again, rules)).toEqual(rankResult(result, rules));
    expect(await readdir(join(folder, 'new'))).toEqual(['run.json']);
  });

  it.each([
    ['missing', undefined, /there is no such file; write one with arena bench --json$/],
    ['no JSON', 'score: 1', /it is not JSON; pass a file written by arena bench --json$/],
    [
      'another schema',
      '{"schemaVersion": 99}',
      /schema version: expected 2, got 99; bench again with this version of arena$/,
    ],
    ['no result', '{}', /field schemaVersion: .*; pass a file written by arena bench --json$/],
  ])('that is %s is refused', async (_, text, message) => {
    const path = join(await mkdtemp(join(os.tmpdir(), 'arena-')), 'run.json');
    if (text !== undefined) await writeFile(path, text);
    await expect(readResultFile(path)).rejects.toThrow(message);
  });

  it('that cannot be written leaves nothing behind', async () => {
    const folder = await mkdtemp(join(os.tmpdir(), 'arena-'));
    await writeFile(join(folder, 'file'), '');
    const result = await benchFixtures(['store']);
    await expect(writeResultFile(join(folder, 'file', 'run.json'), result)).rejects.toThrow(
      /cannot be written/,
    );
    expect(await readdir(folder)).toEqual(['file']);
  });
});

describe('a solution package', () => {
  it('is read from its manifest without running it', async () => {
    const solution = await readSolutionPackage(fixture('fails-at-import'));
    expect(solution.manifest.name).toBe('fails-at-import');
    expect(quickOptions.codeLimitBytes).toBe(20_000);
  });

  it.each([
    ['missing', undefined, /there is no such manifest; pass the folder of a solution package$/],
    ['no JSON', '{', /it is not JSON; correct the manifest$/],
    ['incomplete', '{"name": "demo"}', /field version: .*; correct the manifest$/],
  ])('whose manifest is %s is refused', async (_, text, message) => {
    const folder = await mkdtemp(join(os.tmpdir(), 'arena-'));
    if (text !== undefined) await writeFile(join(folder, 'manifest.json'), text);
    await expect(readSolutionPackage(folder)).rejects.toThrow(message);
  });
});
