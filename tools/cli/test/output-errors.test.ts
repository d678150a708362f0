import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, fixture, smallSet, temporaryFolder } from './arena.ts';
import { endServersAfterEach, serveFixture } from './serve-process.ts';

endServersAfterEach();

/** Runs the built command with one of its outputs closed, and returns what comes out of the other. */
async function runWithout(output: 'stdout' | 'stderr', args: readonly string[], env: object = {}) {
  const child = spawn(process.execPath, [command, ...args], { env: { ...process.env, ...env } });
  child[output].destroy();
  let text = '';
  child[output === 'stdout' ? 'stderr' : 'stdout'].setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}

describe('a reader that leaves', () => {
  it('ends a command without a word', async () => {
    expect(await runWithout('stdout', ['docs', 'scoring', '--json'])).toEqual({ code: 1, text: '' });
  });

  it('of what is said to people leaves the exit code as it is', async () => {
    expect(await runWithout('stderr', ['docs', 'nothing'])).toEqual({ code: 2, text: '' });
  });

  it('stops work, which tidies up', async () => {
    const temp = await temporaryFolder();
    const quiet = ['--quiet-wait-ms', '0', '--time-budget-ms', '0', '--timing-threads', '1'];
    const args = ['bench', fixture('hangs'), '--set', await smallSet(), ...quiet];
    const path = join(await temporaryFolder(), 'run.json');
    const { code, text } = await runWithout('stderr', [...args, '--json', path], { TMPDIR: temp });
    expect([code, text]).toEqual([1, '']);
    expect(await readdir(temp)).toEqual([]);
  });

  it('of the table does not take the result away', async () => {
    const quiet = [
      '--quiet-wait-ms',
      '0',
      '--time-budget-ms',
      '0',
      '--timing-threads',
      '1',
      '--repeats',
      '3',
    ];
    const path = join(await temporaryFolder(), 'run.json');
    const args = ['bench', fixture('store'), '--set', await smallSet(), ...quiet, '--json', path];
    expect((await runWithout('stdout', args)).code).toBe(1);
    expect(JSON.parse(await readFile(path, 'utf8')).solutions).toHaveLength(1);
  });

  it('of its log does not end a server', async () => {
    const served = await serveFixture('store');
    served.stopReading();
    for (let index = 0; index < 5; index++)
      expect((await fetch(`${served.address}/health`)).status).toBe(200);
    served.kill('SIGTERM');
    expect(await served.ended).toEqual({ code: 0, signal: null });
  });
});
