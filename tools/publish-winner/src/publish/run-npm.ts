import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ArenaError } from '@matrix-arena/contract';
import { assertNotStopped } from './stop.ts';

export interface NpmOptions {
  readonly cwd: string;
  /** Ends the client; left out for what must not end halfway: that is out of reach of Ctrl-C, too. */
  readonly signal?: AbortSignal;
}

export interface NpmAnswer {
  /** What it wrote to stdout. */
  readonly text: string;
  /** Null when it did what it was asked. `code` is npm's, such as `E404`. */
  readonly error: { readonly code: string; readonly summary: string } | null;
}

/** A server that does not answer is not waited for as long as npm would by itself. */
const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];

/**
 * Runs the user's npm with the user's settings, and hands out what it answered.
 *
 * @throws ArenaError `unavailable` without npm, `interrupted` when the signal aborts
 */
export async function runNpm(args: readonly string[], { cwd, signal }: NpmOptions): Promise<NpmAnswer> {
  assertNotStopped(signal);
  const child = spawn('npm', [...args, '--json', ...patience], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    detached: signal === undefined && process.platform !== 'win32',
    env: { ...process.env, npm_config_update_notifier: 'false' },
  });
  const stop = (): void => void child.kill();
  signal?.addEventListener('abort', stop, { once: true });
  let [text, log] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    log += part;
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    assertNotStopped(signal);
    return { text, error: code === 0 ? null : errorOf(text, log) };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new ArenaError('unavailable', { what: 'npm', hint: 'install it, or put it on the PATH', cause });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function errorOf(text: string, log: string): NonNullable<NpmAnswer['error']> {
  const { error } = parsedObject(text) as { error?: { code?: unknown; summary?: unknown } };
  if (typeof error?.code === 'string' && typeof error.summary === 'string') {
    const [summary] = error.summary.split('\n');
    return { code: error.code, summary };
  }
  const lines = log.split('\n').flatMap((line) => /^npm error (.*)/.exec(line)?.[1] ?? []);
  return { code: 'unknown', summary: lines[0] ?? 'npm ended without a word' };
}

/** What npm wrote as JSON; an empty object for anything else. */
export function parsedObject(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
