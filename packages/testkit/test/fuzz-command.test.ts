import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { FuzzReport } from '../src/fuzz/report.ts';
import { withFixture } from './assemble.ts';

const command = fileURLToPath(new URL('../dist/fuzz.js', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param interruptMs after which Ctrl-C is pressed */
async function run(fixture: string, args: string[], env = {}, interruptMs?: number): Promise<Ended> {
  return withFixture(fixture, (packageDir) => {
    const cwd = fileURLToPath(packageDir);
    const child = spawn(process.execPath, [command, ...args], { cwd, env: { ...process.env, ...env } });
    const ended = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (ended.stdout += data));
    child.stderr.on('data', (data) => (ended.stderr += data));
    if (interruptMs !== undefined) setTimeout(() => child.kill('SIGINT'), interruptMs);
    return new Promise((resolve) => child.on('close', (status) => resolve({ ...ended, status })));
  });
}

describe('the command', () => {
  it('says in one line what was done', async () => {
    const { status, stdout } = await run('sound', ['--cases', '300', '--seed', '9']);
    expect(stdout).toMatch(/^fixture: 300 cases in [\d.]+ s, 0 failures \(seed 9\)\n$/);
    expect(status).toBe(0);
  });

  it('says in one line what failed, and fails', async () => {
    const { status, stdout } = await run('reads-past-end', ['--', '--cases', '15'], { ARENA_SEED: '5' });
    const [line] = stdout.split('\n');
    expect(line).toMatch(
      /^fixture: case \d+ of seed 5, .*: expected a CodecError .*, got RangeError: Offset is outside the bounds of the DataView; input in \.fuzz\/seed-5-case-\d+\.frame/,
    );
    expect(status).toBe(1);
  });

  it('says what a single case is', async () => {
    const { status, stdout } = await run('sound', ['--case', '12', '--seed', '5']);
    expect(stdout).toMatch(/^case 12, [a-z ]+: .*\nfixture: 1 case in [\d.]+ s, 0 failures \(seed 5\)\n$/);
    expect(status).toBe(0);
  });

  it('does not hide that the time was too short', async () => {
    const { status, stdout } = await run('sound', ['--time-limit-s', '2', '--cases', '2000000000']);
    expect(stdout).toMatch(
      /: only [\d ]+ of 2 000 000 000 cases in \d\.\d s, ended by the time limit, 0 fail/,
    );
    expect(status).toBe(0);
  });

  it('ends at Ctrl-C with what was done, also for machines', async () => {
    const { status, stdout } = await run('sound', ['--json'], {}, 2500);
    const report = JSON.parse(stdout) as FuzzReport & { casesPerSecond: number };
    expect(report).toMatchObject({ solution: 'fixture', end: 'interrupted', failures: [] });
    expect(report.casesDone).toBeLessThan(1_000_000);
    expect(status).toBe(130);
  });

  it.for<[string[], string]>([
    [['--cases', 'many'], '--cases: expected a whole number of at most 2000000000, got many; see --help\n'],
    [['--case', '9-3'], '--case: expected a number or two with a dash between, got 9-3; see --help\n'],
    [['here', 'there'], 'folder: expected one at most, got here there; see --help\n'],
  ])('refuses %s', async ([args, message]) => {
    expect(await run('sound', args)).toEqual({ status: 2, stdout: '', stderr: message });
  });
});
