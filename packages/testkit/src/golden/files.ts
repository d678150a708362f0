import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { ArenaError, type Matrix } from '@matrix-arena/contract';
import type { NamedMatrix } from '../matrices/named.ts';

/** Run in the folder of a solution. */
export const goldenCommand = 'node node_modules/@matrix-arena/testkit/dist/write-golden.js';

/** A stored frame and the matrix that it stands for. */
export interface GoldenFrame extends NamedMatrix {
  readonly frame: Uint8Array;
}

const root = 'test/golden/';
const fileName = /^(?<name>[a-z][a-z0-9-]*-(?<rows>\d+)x(?<cols>\d+))\.frame$/;

/** Folder of a format version, relative to the package. */
export function goldenDir(formatVersion: number): string {
  return `${root}v${formatVersion}/`;
}

/** Format versions that frames are stored of, in rising order. */
export async function readGoldenVersions(packageDir: URL): Promise<number[]> {
  return (await listFiles(new URL(root, packageDir)))
    .map((name) => Number(/^v(\d+)$/.exec(name)?.[1]))
    .filter((version) => version > 0)
    .sort((a, b) => a - b);
}

/** @throws ArenaError when a frame's name tells no shape, its matrix is missing, or there are no frames */
export async function readGoldenFrames(packageDir: URL, formatVersion: number): Promise<GoldenFrame[]> {
  const dir = new URL(goldenDir(formatVersion), packageDir);
  const frameNames = (await listFiles(dir)).filter((name) => name.endsWith('.frame')).sort();
  if (frameNames.length === 0) {
    throw new ArenaError('not-found', { what: goldenDir(formatVersion), hint: 'restore its .frame files' });
  }
  return Promise.all(frameNames.map((name) => readGoldenFrame(dir, name)));
}

async function readGoldenFrame(dir: URL, frameName: string): Promise<GoldenFrame> {
  const { name, rows, cols } = fileName.exec(frameName)?.groups ?? {};
  if (name === undefined) {
    throw new ArenaError('bad-format', { what: frameName, hint: 'name it like ramp-2x8.frame' });
  }
  const binFile = new URL(`${name}.bin`, dir);
  if (!existsSync(binFile)) {
    throw new ArenaError('not-found', { what: `${name}.bin`, hint: 'restore the matrix of the frame' });
  }
  const matrix: Matrix = {
    bytes: plainBytes(await readFile(binFile)),
    rows: Number(rows),
    cols: Number(cols),
    dtype: 'bf16',
  };
  return { name, matrix, frame: plainBytes(await readFile(new URL(frameName, dir))) };
}

async function listFiles(dir: URL): Promise<string[]> {
  return existsSync(dir) ? readdir(dir) : [];
}

/** A copy out of Node's Buffer, whose pool may be shared. */
function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}
