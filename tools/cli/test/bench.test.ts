import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseResult } from '@matrix-arena/contract/schemas';
import { describe, expect, it } from 'vitest';
import { arena, bench, fixture, smallSet, temporaryFolder } from './arena.ts';

describe('arena bench', () => {
  it('prints the environment, the ranking, the score to beat, the failures and scores by kind', async () => {
    const set = await smallSet();
    const { code, stdout } = await bench([
      fixture('wrong-bytes'),
      fixture('store'),
      '--set',
      set,
      '--repeats',
      '2',
    ]);
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(
      /^.+ · \d+ cores? · Node v\d+\.\d+\.\d+ · .+ · commit [0-9a-f]{10}( with changes)? · load /,
    );
    expect(lines[1]).toMatch(/: 2 matrices, 0\.2 MB, sha256 [0-9a-f]{12} · 2 samples each, medians$/);
    expect(lines[2]).toBe('lossless-v1: clip((1 - c) * (1 - t / 1.012), 0, 1)');
    expect(lines[4]).toBe(
      '#  solution      score       ±  ratio  bits/value  compress MB/s  decompress MB/s  cold ms  code bytes  failures',
    );
    expect(stdout).toMatch(/\n1 {2}store +0\.0000 +0\.0000 +1\.000 +16\.00 .* 0\n/);
    expect(stdout).toMatch(/\n– {2}wrong-bytes +0\.0000 +– +– +– +– +– +– +\d \d{3} +2\n/);
    expect(stdout).toContain('\nscore to beat: 0.0000 (1.01 x store)\n');
    expect(stdout).toMatch(
      /\nfailed: wrong-bytes: 2, first mismatch on .*\.bf16: value 1: expected 0x\w{4}, got 0x\w{4}\n/,
    );
    expect(stdout).toMatch(/\nmean score by kind +matrices +store +wrong-bytes\nbottleneck forward +1 /);
  });

  it('writes a result that ranks the same when it is read again', async () => {
    const set = await smallSet();
    const path = join(set, 'out', 'run.json');
    const benched = await bench([fixture('store'), '--set', set, '--repeats', '2', '--json', path]);
    expect([benched.code, await readdir(join(set, 'out'))]).toEqual([0, ['run.json']]);
    const rank = await arena(['rank', path]);
    expect(rank).toMatchObject({ code: 0, stdout: benched.stdout, stderr: '' });
    const [ranking] = JSON.parse((await arena(['rank', path, '--json'])).stdout);
    expect(ranking.solutions[0]).toMatchObject({ rank: 1, name: 'store', score: 0, failureCount: 0 });
    expect(Object.keys(ranking.solutions[0].matrixScores)).toHaveLength(2);
  });

  it('with --json - prints the result and nothing else', async () => {
    const { code, stdout } = await bench([
      fixture('prints'),
      '--set',
      await smallSet(),
      '--repeats',
      '1',
      '--json',
      '-',
    ]);
    expect(code).toBe(0);
    expect(parseResult(JSON.parse(stdout), 'stdout').solutions[0].manifest.name).toBe('prints');
  });

  it('fails when nothing could be measured, after it has shown why', async () => {
    const { code, stdout, stderr } = await bench([fixture('fails-at-import'), '--set', await smallSet()]);
    expect(code).toBe(1);
    expect(stdout).toContain('failed: fails-at-import: 2, first not-loadable: Error: no luck today');
    expect(stderr).toContain('arena: bench: no solution could be measured; see the failures above\n');
  });

  it('stops cleanly on Ctrl-C: one line, exit code 130, no file', async () => {
    const set = await smallSet();
    const path = join(set, 'run.json');
    let isKilled = false;
    const { code, stdout, stderr } = await bench([fixture('hangs'), '--set', set, '--json', path], {
      onStderr: (text, kill) => {
        if (!isKilled && text.includes('verify')) isKilled = kill('SIGINT');
      },
    });
    expect(code).toBe(130);
    expect(stdout).toBe('');
    expect(stderr.split('\n').at(-2)).toBe('arena: bench: stopped; nothing was written');
    expect(await readdir(set)).not.toContain('run.json');
  });
});

const folderOfTest = fileURLToPath(new URL('.', import.meta.url));

describe('arena bench refuses', () => {
  it.each([
    [
      'an unknown solution',
      ['bench', 'zstd'],
      2,
      /^arena: solution: expected one of .*, got zstd; pass a known name, or a path such as \.\/my-solution\n$/,
    ],
    [
      'a path without a manifest',
      ['bench', './nowhere'],
      1,
      /^arena: .*nowhere: there is no such manifest; pass the folder of a solution package\n$/,
    ],
    [
      'a name twice',
      ['bench', fixture('store'), fixture('also-store'), '--quick'],
      1,
      /arena: solution name store: is taken twice; rename one of .*\n$/,
    ],
    [
      'unknown rules',
      ['bench', '--rules', 'v9'],
      2,
      /^arena: rule set: expected lossless-v1, raw-v0, lossy-v2, got v9; choose one of them\n$/,
    ],
    [
      'a count that is none',
      ['bench', '--count', '0'],
      2,
      /^error: option '--count <n>' argument '0' is invalid\. expected a whole number from 1 to 1000000\.\n/,
    ],
    [
      'a seed that is none',
      ['bench', '--round-seed', '-1'],
      2,
      /^error: option '--round-seed <n>' argument '-1' is invalid/,
    ],
    [
      'an unknown option',
      ['bench', '--sed', 'x'],
      2,
      /^error: unknown option '--sed'\n\(Did you mean --set\?\)\n/,
    ],
    ['an unknown command', ['banch'], 2, /^error: unknown command 'banch'\n\(Did you mean bench\?\)\n/],
    [
      'a missing set',
      ['bench', fixture('store'), '--set', '/nowhere/at/all'],
      1,
      /^arena: \/nowhere\/at\/all: .*\n$/,
    ],
    [
      'a folder in place of the result',
      ['bench', fixture('store'), '--json', folderOfTest],
      1,
      /^arena: .*: cannot be written \(it is a folder\); choose another place\n$/,
    ],
    [
      'a result below a file',
      ['bench', fixture('store'), '--json', join(fixture('store'), 'run.json')],
      1,
      /^arena: .*: cannot be written \(ENOTDIR: .*\); choose another place\n$/,
    ],
    [
      'a sandbox and none',
      ['bench', fixture('store'), '--sandbox', '--unsafe'],
      2,
      /^error: option '--sandbox' cannot be used with option '--unsafe'\n/,
    ],
    [
      'a missing result',
      ['rank', 'nowhere.json'],
      1,
      /^arena: nowhere\.json: there is no such file; write one with arena bench --json\n$/,
    ],
  ])('%s', async (_, args, code, message) => {
    const finished = await arena(args);
    expect(finished.stderr).toMatch(message);
    expect(finished.stderr).not.toMatch(/\n\s+at /);
    expect([finished.code, finished.stdout]).toEqual([code, '']);
  });

  it('an empty set', async () => {
    const { code, stderr } = await bench([fixture('store'), '--set', await temporaryFolder()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^arena: .*: expected manifest\.csv or files of .*, got neither; pass the folder of a set\n$/,
    );
  });

  it('to guess solutions outside a checkout', async () => {
    const { code, stderr } = await arena(['bench'], { cwd: await temporaryFolder() });
    expect([code, stderr]).toEqual([
      2,
      'arena: solutions: none here; name one by its path, or run in a checkout\n',
    ]);
  });

  it('a bad manifest', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'mine'));
    const manifest = JSON.parse(await readFile(fixture('store'), 'utf8'));
    await writeFile(join(folder, 'mine', 'manifest.json'), JSON.stringify({ ...manifest, version: 1 }));
    const { code, stderr } = await arena(['bench', './mine'], { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^arena: .*manifest\.json field version: Invalid input: expected string, received number; correct the manifest\n$/,
    );
  });
});
