import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ArenaError } from '@matrix-arena/contract';

/**
 * Runs `<manager> install` in a folder. What it prints goes to stderr, so that stdout holds results alone.
 *
 * @throws ArenaError `unavailable` when the manager is missing or fails, `interrupted` when it was stopped
 */
export async function install(manager: string, folder: string, signal: AbortSignal): Promise<void> {
  const child = spawn(manager, ['install'], { cwd: folder, stdio: ['ignore', 2, 2], signal });
  const got = await once(child, 'close').then(
    ([code, killedBy]) => `exit code ${code ?? killedBy}`,
    ({ message }: Error) => message,
  );
  const what = `${manager} install in ${folder}`;
  if (signal.aborted)
    throw new ArenaError('interrupted', { what, hint: 'stopped; the package is made, run it again' });
  if (got === 'exit code 0') return;
  throw new ArenaError('unavailable', {
    what,
    expected: 'exit code 0',
    got,
    hint: 'the package is made; mend what it complains about and run it again',
  });
}
