import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, vi } from 'vitest';
import { command, fixture, temporaryFolder } from './arena.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server process that a test started. */
export interface Served {
  readonly address: string;
  readonly port: number;
  readonly kill: (signal: NodeJS.Signals) => boolean;
  readonly ended: Promise<Ended>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Closes both of its outputs from the reading side. */
  readonly stopReading: () => void;
}

const running = new Set<() => void>();

/** Nothing that a test started outlives it. */
export function endServersAfterEach(): void {
  afterEach(() => {
    for (const end of running) end();
    running.clear();
  });
}

/** Starts the built command on a free port, and waits until it listens. */
export async function serve(solution: string, ...args: string[]): Promise<Served> {
  const child = spawn(process.execPath, [command, 'serve', '--solution', solution, '--port', '0', ...args]);
  running.add(() => child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = (once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>).then(
    ([code, signal]) => ({ code, signal }),
  );
  await new Promise<void>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve();
    });
    void ended.then(() => reject(new Error(`arena serve ended: ${stderr}`)));
  });
  const address = /http:\/\/[^"\s]+/.exec(stdout)?.[0] ?? '';
  const port = Number(new URL(address).port);
  return {
    address,
    port,
    kill: (signal) => child.kill(signal),
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    stopReading: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

export const serveFixture = (name: string, ...args: string[]): Promise<Served> =>
  serve(fixture(name), ...args);

/** Posts a form to a server. Every value is a file but those that are text. */
export function post(
  { address }: Served,
  path: string,
  fields: readonly (readonly [string, Uint8Array<ArrayBuffer> | string])[],
  signal?: AbortSignal,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of fields) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([value]), 'matrix.bf16');
  }
  return fetch(`${address}${path}`, {
    method: 'POST',
    body: form,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Status of an answer, and what is in its error. */
export async function failureOf(response: Response): Promise<Record<string, unknown>> {
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  return { status: response.status, ...error };
}

/** Sends raw bytes, and returns all that comes back until the server closes the connection, or `until` is in it. */
export async function raw({ port }: Served, text: string, until?: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.setEncoding('latin1').on('data', (more: string) => {
    received += more;
    if (until !== undefined && received.includes(until)) socket.destroy();
  });
  // A server that has closed the connection does not read on.
  socket.on('error', () => {});
  socket.write(text, 'latin1');
  await once(socket, 'close');
  return received;
}

/** Waits until no connection is accepted any more. */
export async function untilRefused({ address }: Served): Promise<void> {
  await vi.waitFor(
    async () => {
      const cause = await fetch(`${address}/health`).then(
        () => undefined,
        (error: Error) => error.cause as NodeJS.ErrnoException,
      );
      if (cause?.code !== 'ECONNREFUSED') throw new Error('still listening');
    },
    { timeout: 20_000 },
  );
}

/** A solution whose compress begins with a sign that it runs, and ends when the test says so. */
export async function gatedSolution() {
  const folder = await temporaryFolder();
  const started = join(folder, 'started');
  const gate = join(folder, 'gate');
  const manifest = {
    name: 'gated',
    version: '1.2.3',
    formatVersion: 1,
    description: 'Waits until it may go on',
    authors: ['nobody'],
    license: 'MIT',
    lossless: true,
    dependencies: [],
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await mkdir(join(folder, 'dist'));
  await writeFile(
    join(folder, 'dist', 'index.js'),
    `const fs = process.getBuiltinModule('node:fs');
const compress = ({ bytes }) => {
  fs.writeFileSync(${JSON.stringify(started)}, '');
  while (!fs.existsSync(${JSON.stringify(gate)}));
  return bytes.slice();
};
const decompress = (frame) => ({ bytes: frame.slice(), rows: 1, cols: frame.length / 2, dtype: 'bf16' });
export default { create: () => ({ compress, decompress }) };
`,
  );
  return { folder, started, open: () => writeFile(gate, '') };
}
