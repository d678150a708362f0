import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./processes/writer.mjs', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a process that works on a ledger by itself; see `processes/writer.mjs`. */
export function startWriter(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (out.stdout += data));
  child.stderr.on('data', (data) => (out.stderr += data));
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ ...out, status })));
  return { child, ended };
}

export function runAll(all: readonly (readonly string[])[]): Promise<Ended[]> {
  return Promise.all(all.map((args) => startWriter(args).ended));
}
