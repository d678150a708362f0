import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Matrix, Solution } from '@matrix-arena/contract';
import { readSolutionPackage } from '@matrix-arena/harness';
import { embeddedData, solutionFolders } from '../src/build/embedded-data.ts';
import type { Embedded } from '../src/embedded.ts';
import { defaultSettings } from '../src/race/settings.ts';

/** Fewer samples than people want: what is looked at here are not times. */
export const quick = { ...defaultSettings, minSamples: 2, maxSamples: 2, ticksPerSample: 2 };

/** What a page carries with two solutions that store matrices, and the quick settings. */
export async function twoSolutions(): Promise<Embedded> {
  return embeddedData(
    [await makeSolution('first', storing()), await makeSolution('second', storing())],
    quick,
  );
}

/** Names of all solutions of the checkout, and the sizes of the frames that they make in Node. */
export async function frameBytesInNode(matrix: Matrix): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const folder of await solutionFolders(join(import.meta.dirname, '../../..'))) {
    const { manifest, entryPath } = await readSolutionPackage(folder);
    const module: { default: Solution } = await import(pathToFileURL(entryPath).href);
    const codec = await module.default.create();
    sizes.set(manifest.name, codec.compress(matrix).length);
  }
  return sizes;
}

/** A built solution in a folder of its own, with this text as its code. */
export async function makeSolution(name: string, code: string): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'arena-race-')), name);
  await mkdir(join(folder, 'dist'), { recursive: true });
  const manifest = {
    name,
    version: '1.0.0',
    formatVersion: 1,
    description: 'for a test',
    authors: ['test'],
    license: 'MIT',
    lossless: true,
    dependencies: [],
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, type: 'module' }));
  await writeFile(join(folder, 'dist/index.js'), code);
  return folder;
}

/** The code of a solution that stores matrices, with one of its functions in other words. */
export function storing(other: { compress?: string; decompress?: string; create?: string } = {}): string {
  const {
    compress = '(matrix) => frameOf(matrix)',
    decompress = '(frame) => matrixOf(frame)',
    create = '() => ({ compress, decompress })',
  } = other;
  return `
    const frameOf = ({ bytes, rows, cols }) => {
      const frame = new Uint8Array(8 + bytes.length);
      new Uint32Array(frame.buffer, 0, 2).set([rows, cols]);
      frame.set(bytes, 8);
      return frame;
    };
    const matrixOf = (frame) => {
      const [rows, cols] = new Uint32Array(frame.slice(0, 8).buffer);
      return { bytes: frame.slice(8, 8 + 2 * rows * cols), rows, cols, dtype: 'bf16' };
    };
    const compress = ${compress};
    const decompress = ${decompress};
    export default { create: ${create} };
  `;
}
