import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ArenaError } from '@matrix-arena/contract';

/**
 * Packs a folder as `npm publish` would: its package.json decides which files are in it, and the same files give the
 * same bytes. Scripts of the package do not run.
 *
 * @param into an empty folder
 * @returns path of the tarball
 * @throws ArenaError `unavailable` without npm, `bad-format` when npm refuses the package
 */
export async function packFolder(folder: string, into: string, signal: AbortSignal): Promise<string> {
  const args = ['pack', folder, '--ignore-scripts', '--silent', '--pack-destination', into];
  try {
    // A folder without a package around it, so that the settings of no workspace count.
    await promisify(execFile)('npm', args, {
      cwd: into,
      signal,
      shell: process.platform === 'win32',
      env: { ...process.env, npm_config_update_notifier: 'false' },
    });
  } catch (cause) {
    throw packError(folder, cause as NpmError, signal);
  }
  const [name] = await readdir(into);
  if (name === undefined)
    throw new ArenaError('bad-format', { what: folder, hint: 'npm pack made nothing of it; try that first' });
  return join(into, name);
}

type NpmError = NodeJS.ErrnoException & { readonly stderr?: string };

function packError(folder: string, cause: NpmError, signal: AbortSignal): ArenaError {
  if (signal.aborted)
    return new ArenaError('interrupted', { what: 'submit', hint: 'stopped; nothing was sent' });
  if (cause.code === 'ENOENT')
    return new ArenaError('unavailable', { what: 'npm', hint: 'install it, or pass a tarball', cause });
  const hint = 'npm pack refuses it; run that there to see why';
  return new ArenaError('bad-format', { what: folder, hint, cause });
}
