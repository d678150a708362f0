import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSolutionPackage, type SolutionPackage } from '@matrix-arena/harness';

export interface CopierOptions {
  readonly name?: string;
  /** Stands in front of the code. */
  readonly code?: string;
  /** Bytes that every frame is longer by. */
  readonly padding?: number;
}

/** Writes a solution that copies: nothing is smaller, and whatever is made of it is made fast. */
export function writeCopier(
  folder: string,
  { name = 'copies', code = '', padding = 0 }: CopierOptions = {},
): Promise<SolutionPackage> {
  const manifest = { name, version: '1.0.0', formatVersion: 1, description: 'Copies <every> value' };
  const rest = {
    authors: ['Somebody'],
    license: 'ISC',
    lossless: true,
    dependencies: [],
    entry: './dist/index.js',
  };
  mkdirSync(join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, ...rest }));
  writeFileSync(
    join(folder, 'dist/index.js'),
    `${code}
    const create = () => ({
      compress({ bytes, rows, cols }) {
        const frame = new Uint8Array(8 + ${padding} + bytes.length);
        new Uint32Array(frame.buffer, 0, 2).set([rows, cols]);
        frame.set(bytes, 8);
        return frame;
      },
      decompress(frame) {
        const [rows, cols] = new Uint32Array(frame.slice(0, 8).buffer);
        return { bytes: frame.slice(8, 8 + 2 * rows * cols), rows, cols, dtype: 'bf16' };
      },
    });
    export default { create };`,
  );
  return readSolutionPackage(folder);
}
