import { execFile } from 'node:child_process';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readResultFile } from '@matrix-arena/harness';
import { describe, expect, it } from 'vitest';
import { arena, command, smallSet, temporaryFolder } from './arena.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const quick = ['--repeats', '1', '--time-budget-ms', '0', '--timing-threads', '1', '--quiet-wait-ms', '0'];
const run = promisify(execFile);
const hasBubblewrap = await run('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).then(
  () => true,
  () => false,
);

/** The baseline as it would be submitted. */
async function submission(): Promise<string> {
  const folder = await temporaryFolder();
  const args = ['pack', join(root, 'solutions/baseline'), '--ignore-scripts', '--silent'];
  const { stdout } = await run('npm', [...args, '--pack-destination', folder], { cwd: folder });
  return join(folder, stdout.trim());
}

const leftovers = async (): Promise<string[]> =>
  (await readdir(os.tmpdir())).filter((name) => name.startsWith('arena-submissions-'));

describe('arena bench of a tarball', () => {
  it.skipIf(!hasBubblewrap)('runs it in sandboxes and leaves nothing behind (needs bubblewrap)', async () => {
    const path = join(await temporaryFolder(), 'run.json');
    const before = await leftovers();
    const args = ['bench', await submission(), '--set', await smallSet(), ...quick, '--json', path];
    const { code, stdout } = await arena(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n1 {2}baseline +0\.\d{4} .* 0\n/);
    const { plan, solutions } = await readResultFile(path);
    expect([plan.isolation, solutions[0].status.state]).toEqual(['sandbox', 'measured']);
    expect(await leftovers()).toEqual(before);
  });

  it('is refused where there is no sandbox, with what to install; --unsafe runs it all the same', async () => {
    const bin = join(await temporaryFolder(), 'bin');
    await mkdir(bin);
    await symlink(process.execPath, join(bin, 'node'));
    const args = [command, 'bench', await submission(), '--set', await smallSet(), ...quick];
    const env = { PATH: bin, CI: 'true' };
    const refused = await run('node', args, { env, cwd: dirname(command) }).catch((error) => error);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(
      /^arena: sandbox: bwrap, .*: run apt-get install bubblewrap util-linux, or pass --unsafe .*\n$/,
    );
    const { stdout } = await run('node', [...args, '--unsafe'], { env, cwd: dirname(command) });
    expect(stdout).toMatch(/\n1 {2}baseline +0\.\d{4} .* 0\n/);
  });

  it('that is none is refused in one line', async () => {
    const { code, stderr } = await arena(['bench', join(root, 'nowhere.tgz'), '--unsafe', ...quick]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^arena: .*nowhere\.tgz: .*\n$/);
  });
});
