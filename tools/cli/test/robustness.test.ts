import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readResultFile } from '@matrix-arena/harness';
import { describe, expect, it } from 'vitest';
import { arena, command, fixture, smallSet, temporaryFolder } from './arena.ts';

const quiet = ['--quiet-wait-ms', '0', '--time-budget-ms', '0', '--timing-threads', '1'];

describe('a bench that is killed', () => {
  it.each(['verify', 'time'])('during %s leaves no result, and the next one runs', async (phase) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'run.json');
    const solution = phase === 'verify' ? 'hangs' : 'store';
    const args = ['bench', '--set', await smallSet(), '--json', path, ...quiet];
    let isKilled = false;
    const killed = await arena([...args, fixture(solution), '--repeats', '10000'], {
      onStderr: (text, kill) => {
        if (!isKilled && text.includes(`${phase}:`)) isKilled = kill('SIGKILL');
      },
    });
    expect([isKilled, killed.code, killed.stdout]).toEqual([true, null, '']);
    expect(await readdir(folder)).toEqual([]);
    const again = await arena([...args, fixture('store'), '--repeats', '1']);
    expect([again.code, await readdir(folder)]).toEqual([0, ['run.json']]);
    expect((await readResultFile(path)).solutions[0].status.state).toBe('measured');
  });
});

const hasBubblewrap = await promisify(execFile)('bwrap', ['--ro-bind', '/', '/', 'true']).then(
  () => true,
  () => false,
);

describe.skipIf(!hasBubblewrap)('a full disk (made with bubblewrap)', () => {
  it('while the result is written leaves nothing behind but the table, and is said in one line', async () => {
    const bench = [
      process.execPath,
      command,
      'bench',
      fixture('store'),
      '--set',
      await smallSet(),
      '--repeats',
      '1',
    ];
    const line = [...bench, ...quiet, '--json', '/full/run.json'].map((word) => `'${word}'`).join(' ');
    // Room for the folder, and hardly more.
    const box = [
      '--bind',
      '/',
      '/',
      '--dev',
      '/dev',
      '--proc',
      '/proc',
      '--size',
      '4096',
      '--tmpfs',
      '/full',
    ];
    const child = spawn('bwrap', [...box, 'sh', '-c', `${line}; echo "code $?"; ls -A /full`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    await once(child, 'close');
    expect(stderr).toMatch(
      /\narena: \/full\/run\.json: cannot be written \(ENOSPC.*\); choose another place\n$/,
    );
    expect(stdout).toMatch(/\n1 {2}store +0\.\d{4} .* 0\n(.*\n)*code 1\n$/);
  });
});
