import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Matrix } from '@matrix-arena/contract';
import { onTestFinished } from 'vitest';
import type { Pool } from '../../src/pool.ts';
import { assertSandbox } from '../../src/sandbox/availability.ts';
import type { Runtime } from '../../src/sandbox/command.ts';
import { openSandboxPool, type SandboxPoolInput } from '../../src/sandbox/pool.ts';
import { findRuntime } from '../../src/sandbox/runtime.ts';
import { readSolutionPackage } from '../../src/solution-package.ts';
import type { WorkerReply, WorkerTask } from '../../src/worker-protocol.ts';
import { fixture as sharedFixture } from '../helpers.ts';

/** One side of a solution in a pool, with the calls that tests make. */
export interface Side {
  readonly pool: Pool;
  load(): Promise<WorkerReply>;
  compress(matrix: Matrix, limitMs?: number): Promise<WorkerReply>;
  decompress(frame: Uint8Array): Promise<WorkerReply>;
  /** What a solution that answers with JSON says. */
  ask(input: Matrix): Promise<unknown>;
}

/** Whether this machine can sandbox at all. Tests of the walls are skipped where it cannot. */
export const hasSandbox = await assertSandbox().then(
  () => true,
  () => false,
);

type PoolOptions = Partial<Omit<SandboxPoolInput, 'solution'>>;

/** Path of a fixture's manifest: one of those beside this file, which only sandboxes run, or one of all. */
export function fixture(name: string): string {
  const own = new URL(`${name}.json`, import.meta.url).pathname;
  return existsSync(own) ? own : sharedFixture(name);
}

/** Folder of a built solution. */
export function builtSolution(name: string): string {
  return new URL(`../../../../solutions/${name}`, import.meta.url).pathname;
}

/** Opens a pool that is closed when the test is over. */
export async function openSide(path: string, options: PoolOptions = {}): Promise<Side> {
  const solution = await readSolutionPackage(path);
  const limits = { memoryLimitBytes: 3e8 };
  const pool = openSandboxPool({ solution, size: 1, limits, isolation: 'sandbox', ...options });
  onTestFinished(() => pool.destroy());
  const entryUrl = pathToFileURL(solution.entryPath).href;
  const batch = { calls: 1, pick: 0 };
  const run = (task: WorkerTask, limitMs = 20_000): Promise<WorkerReply> =>
    pool.run(task, { signal: AbortSignal.timeout(limitMs) });
  const compress = (matrix: Matrix, limitMs?: number): Promise<WorkerReply> =>
    run({ call: 'compress', entryUrl, matrix, batch }, limitMs);
  return {
    pool,
    load: () => run({ call: 'load', entryUrl }),
    compress,
    decompress: (frame) => run({ call: 'decompress', entryUrl, frame, batch }),
    async ask(input) {
      const reply = await compress(input);
      if (reply.outcome !== 'frame') throw new Error(JSON.stringify(reply));
      return JSON.parse(new TextDecoder().decode(reply.bytes));
    },
  };
}

/** A matrix of values that all differ. */
export function matrixOf(rows: number, cols: number): Matrix {
  const values = Uint16Array.from({ length: rows * cols }, (_, i) => (i * 2_654_435_761) >>> 16);
  return { bytes: new Uint8Array(values.buffer), rows, cols, dtype: 'bf16' };
}

/** A matrix whose bytes are a text. */
export function matrixSaying(value: unknown): Matrix {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return { bytes, rows: 1, cols: bytes.length / 2, dtype: 'bf16' };
}

/** A runtime whose child is another one. */
export async function runtimeWith(child: 'rogue-child' | 'stuck-child'): Promise<Runtime> {
  const folder = await mkdtemp(join(tmpdir(), 'arena-runtime-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const runtime = findRuntime();
  await mkdir(join(folder, 'dist'));
  await cp(join(runtime.folder, 'package.json'), join(folder, 'package.json'));
  await cp(new URL(`${child}.js`, import.meta.url), join(folder, 'dist/sandbox-child.js'));
  return { ...runtime, folder };
}

/** Processes of this machine whose command line has a text. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLine(name).includes(text))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** File that a process runs; empty when it has ended. */
export function programOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return '';
  }
}

/** Letter that the kernel has for what a process does: `T` is stopped. */
export function stateOf(pid: number): string {
  return /^State:\s*(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
}
