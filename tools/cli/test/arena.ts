import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledSamplesDir } from '@matrix-arena/corpus';

/** The built command. */
export const command = fileURLToPath(new URL('../bin/arena.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Invocation {
  readonly cwd?: string;
  /** Signals go to all that it starts as well, as those of a terminal do. */
  readonly asGroup?: boolean;
  /** Looked at whenever something is written to stderr; may send the process a signal. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => boolean) => void;
}

/** Runs the built command as a user would, and waits for its end. */
export async function arena(
  args: readonly string[],
  { cwd, asGroup = false, onStderr }: Invocation = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: cwd ?? fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, CI: 'true' },
    detached: asGroup,
  });
  const kill = (signal: NodeJS.Signals): boolean =>
    asGroup ? process.kill(-(child.pid ?? 0), signal) : child.kill(signal);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, kill);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Benches without waiting for the tests beside this one to end. */
export function bench(args: readonly string[], invocation?: Invocation): Promise<Finished> {
  return arena(['bench', ...args, '--quiet-wait-ms', '0', '--time-budget-ms', '0'], invocation);
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(os.tmpdir(), 'arena-cli-'));
}

/** A solution for tests, by its manifest. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../../packages/harness/test/fixtures/${name}.json`, import.meta.url));
}

/** A set of two small matrices. */
export async function smallSet(): Promise<string> {
  const folder = await temporaryFolder();
  const names = [
    'llama512-residual-L5-s700-t128-fwd.bf16',
    'reluneck512b16-bottleneck-L2-s200-t800-fwd.bf16',
  ];
  for (const name of names) await copyFile(join(bundledSamplesDir(), 'mixed', name), join(folder, name));
  const rows = [`${names[0]},128,512,residual,forward`, `${names[1]},800,16,bottleneck,forward`];
  await writeFile(join(folder, 'manifest.csv'), ['file,rows,cols,kind,direction', ...rows, ''].join('\n'));
  return folder;
}
