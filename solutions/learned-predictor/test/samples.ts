import { readFileSync } from 'node:fs';
import type { Matrix } from '@matrix-arena/contract';

/** A bundled real matrix. */
export interface Sample {
  readonly name: string;
  /** For example `small-backward`. */
  readonly kind: string;
  /** Values per row, also where the matrix is flat. */
  readonly width: number;
  readonly matrix: Matrix;
}

const folder = new URL('../../../packages/corpus/samples/', import.meta.url);

/** The real matrices that come with the arena, those of the competition's format first. */
export function readSamples(): Sample[] {
  return [...readRows('iota').map(readFlat), ...readRows('mixed').map(readShaped)];
}

type Row = Readonly<Record<string, string>>;

function readRows(set: string): Row[] {
  const [head, ...lines] = readFileSync(new URL(`${set}/manifest.csv`, folder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(head.map((column, i) => [column, line[i]])));
}

/** Base64 of a `.npy` file of bytes: 10 bytes, the last two of which tell the size of the header that follows. */
function readFlat({ file, kind, width }: Row): Sample {
  const npy = Buffer.from(readFileSync(new URL(`iota/${file}`, folder), 'latin1'), 'base64');
  const bytes = new Uint8Array(npy.subarray(10 + npy.readUInt16LE(8)));
  const matrix: Matrix = { bytes, rows: 1, cols: bytes.length / 2, dtype: 'bf16' };
  return { name: file, kind, width: Number(width), matrix };
}

function readShaped({ file, kind, direction, rows, cols }: Row): Sample {
  const bytes = new Uint8Array(readFileSync(new URL(`mixed/${file}`, folder)));
  const matrix: Matrix = { bytes, rows: Number(rows), cols: Number(cols), dtype: 'bf16' };
  return { name: file, kind: `${kind}-${direction}`, width: Number(cols), matrix };
}
