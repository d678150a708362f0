import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { ArenaError } from '@matrix-arena/contract';
import { endingError } from './ending.ts';
import { channelDescriptor } from './messages.ts';

/** A process and all that belongs to it. */
export interface BoxedProcess {
  readonly pid: number;
  /** The private socket. */
  readonly channel: Socket;
  /** Settles when the process has ended, with the error that says how. What it may have started ends with it. */
  readonly ended: Promise<Error>;
  readonly isOpen: boolean;
  /** Sends a signal to the process and its helpers; nothing happens when it has ended. */
  signal(name: NodeJS.Signals): void;
}

const stderrTailBytes = 4096;

/**
 * Starts a process with no environment, no terminal and nothing to read or print to.
 *
 * @throws ArenaError `unavailable` when this machine cannot start it, such as for want of processes
 */
export async function startProcess(file: string, args: readonly string[]): Promise<BoxedProcess> {
  const { child, pid } = await started(file, args);
  const channel = child.stdio[channelDescriptor] as Socket;
  let isOpen = true;
  let stderrTail = '';
  (child.stderr as Readable).on('data', (chunk: Buffer) => {
    stderrTail = (stderrTail + chunk.toString('latin1')).slice(-stderrTailBytes);
  });
  // A process that ends early breaks the socket; its end tells why.
  channel.on('error', () => {});
  child.on('error', () => {});
  const ended = new Promise<Error>((resolve) => {
    child.once('close', (exitCode, signal) => {
      isOpen = false;
      resolve(endingError({ exitCode, signal, stderrTail }));
    });
  });
  return {
    pid,
    channel,
    ended,
    get isOpen() {
      return isOpen;
    },
    signal(name) {
      if (!isOpen) return;
      try {
        process.kill(-pid, name);
      } catch {
        // It ended by itself just now.
      }
    },
  };
}

async function started(file: string, args: readonly string[]): Promise<{ child: ChildProcess; pid: number }> {
  try {
    const child = spawn(file, args, {
      cwd: '/',
      env: {},
      // A session of its own: no interrupt from a terminal, and one group to reach all of it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) return { child, pid: child.pid };
    const [error] = await once(child, 'error');
    throw error;
  } catch (cause) {
    const hint = `the process could not be started (${(cause as Error).message}); end other work, and begin again`;
    throw new ArenaError('unavailable', { what: file, hint, cause });
  }
}
