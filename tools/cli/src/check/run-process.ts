import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ArenaError } from '@matrix-arena/contract';

/** Output beyond this is forgotten from its start. */
const keptCharacters = 200_000;

export interface ProcessOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** For a Node process that sends messages. */
  readonly onMessage?: (message: unknown) => void;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** What it wrote to stdout and stderr, in order. */
  readonly output: string;
}

/**
 * Runs a program to its end, with its output captured. When the signal aborts, it is killed at once, together with
 * all that it started.
 *
 * @throws ArenaError `interrupted` when the signal aborts, `unavailable` when there is no such program
 */
export async function runProcess(
  command: string,
  args: readonly string[],
  { cwd, signal, onMessage }: ProcessOptions,
): Promise<Ended> {
  assertNotStopped(signal);
  const child = spawn(command, [...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', ...(onMessage === undefined ? [] : (['ipc'] as const))],
    // A group of its own can be killed as a whole. Where there are no groups, package managers need a shell.
    detached: hasGroups,
    shell: !hasGroups && command !== process.execPath,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-keptCharacters);
    });
  }
  if (onMessage !== undefined) child.on('message', onMessage);
  const kill = (): void => killGroup(child);
  signal.addEventListener('abort', kill, { once: true });
  try {
    // Messages may come in until the channel is closed, and that may be after the end.
    const [[code]] = await Promise.all([
      once(child, 'close') as Promise<[number | null]>,
      ...(onMessage === undefined ? [] : [once(child, 'disconnect')]),
    ]);
    assertNotStopped(signal);
    return { code, output };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new ArenaError('unavailable', { what: command, hint: 'install it, or put it on the PATH', cause });
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

const stackFrame = /^\s+at .+[:)]/;

/** The last lines of an output, without empty ones and those of stacks. */
export function tail(output: string, count: number): string[] {
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !stackFrame.test(line))
    .slice(-count);
}

export function assertNotStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new ArenaError('interrupted', { what: 'check', hint: 'stopped' });
}

const hasGroups = process.platform !== 'win32';

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (hasGroups) process.kill(-child.pid, 'SIGKILL');
    else child.kill();
  } catch (error) {
    // It has ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
