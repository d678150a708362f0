import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMatrix } from '@matrix-arena/testkit/matrices';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { safetensorsHead } from '../files.ts';
import { packages } from '../installed.ts';

const limitMs = 600_000;
const maxRssBytes = 250e6;
/** 300 MB in four tensors, one of them of another type; rows are longer than most chunks. */
const shape = [2_300, 16_384];
const tensorBytes = 2 * shape[0] * shape[1];
const tensors = ['a', 'b', 'c', 'd'];

let folder: string;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'large-'));
  file = join(folder, 'large.safetensors');
  const header = tensors.map((name, i) => {
    const dims = name === 'b' ? { dtype: 'F32', shape: [tensorBytes / 4] } : { dtype: 'BF16', shape };
    return [name, { ...dims, data_offsets: [i * tensorBytes, (i + 1) * tensorBytes] }];
  });
  const handle = await open(file, 'w');
  await handle.write(safetensorsHead(Object.fromEntries(header)));
  // Mostly zeros, as after a rectifier.
  const rows = makeMatrix('sparse', 20, shape[1], 1).bytes;
  for (let i = 0; i < (tensors.length * shape[0]) / 20; i++) await handle.write(rows);
  await handle.close();
}, limitMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the shell with little memory. @returns the largest resident size seen, in bytes */
async function runWatched(installedFolder: string, args: readonly string[]): Promise<number> {
  const cli = join(installedFolder, 'dist/cli.js');
  const child = spawn(process.execPath, ['--max-old-space-size=64', cli, ...args], { stdio: 'inherit' });
  let peak = 0;
  const watch = setInterval(() => {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readStatus(child.pid)) ?? [];
    peak = Math.max(peak, 1024 * Number(kilobytes ?? 0));
  }, 50);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  expect(code).toBe(0);
  return peak;
}

function readStatus(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

it.each(packages)(
  'a file larger than the memory goes through the shell and comes back ($winner)',
  async ({ installedFolder }) => {
    const packed = join(folder, 'packed.mxc');
    const restored = join(folder, 'restored');
    const peaks = [
      await runWatched(installedFolder, ['pack', file, '-o', packed, '--force']),
      await runWatched(installedFolder, ['unpack', packed, '-o', restored, '--force']),
    ];
    expect(statSync(packed).size).toBeLessThan(0.6 * statSync(file).size);
    expect(await hashOf(restored)).toBe(await hashOf(file));
    for (const peak of peaks) expect(peak).toBeLessThan(maxRssBytes);
    process.stderr.write(`peaks: ${peaks.map((peak) => `${Math.round(peak / 1e6)} MB`).join(', ')}\n`);
  },
  limitMs,
);
