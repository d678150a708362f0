import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { endingError } from './ending.ts';
import { channelDescriptor } from './messages.ts';

/** A process and all that belongs to it. */
export interface BoxedProcess {
  readonly pid: number | undefined;
  /** The private socket. */
  readonly channel: Socket;
  /** Settles when the process has ended, with the error that says how. What it may have started ends with it. */
  readonly ended: Promise<Error>;
  readonly isOpen: boolean;
  /** Sends a signal to the process and its helpers; nothing happens when it has ended. */
  signal(name: NodeJS.Signals): void;
}

const stderrTailBytes = 4096;

/** Starts a process with no environment, no terminal and nothing to read or print to. */
export function startProcess(file: string, args: readonly string[]): BoxedProcess {
  const child = spawn(file, args, {
    cwd: '/',
    env: {},
    // A session of its own: no interrupt from a terminal, and one group to reach all of it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const channel = child.stdio[channelDescriptor] as Socket;
  let isOpen = true;
  let stderrTail = '';
  (child.stderr as Readable).on('data', (chunk: Buffer) => {
    stderrTail = (stderrTail + chunk.toString('latin1')).slice(-stderrTailBytes);
  });
  // A process that ends early breaks the socket; its end tells why.
  channel.on('error', () => {});
  const ended = new Promise<Error>((resolve) => {
    const end = (error: Error): void => {
      isOpen = false;
      resolve(error);
    };
    // Only one that could not be started has no number; the others are closed in any case.
    child.once('error', (error) => child.pid === undefined && end(error));
    child.once('close', (exitCode, signal) => end(endingError({ exitCode, signal, stderrTail })));
  });
  return {
    pid: child.pid,
    channel,
    ended,
    get isOpen() {
      return isOpen;
    },
    signal(name) {
      if (!isOpen || child.pid === undefined) return;
      try {
        process.kill(-child.pid, name);
      } catch {
        // It ended by itself just now.
      }
    },
  };
}
