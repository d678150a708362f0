import { basename } from 'node:path';
import { readWholeFile } from './files.ts';
import { formatOf } from './formats/table.ts';
import { sha256Hex } from './sha256.ts';
import type { CorpusMatrix, Shape } from './types.ts';

/**
 * Reads the matrices of a file by its extension: `.bf16`, `.npy`, `.safetensors`, or `.txt` as the competition
 * writes it.
 *
 * @param shape needed by `.bf16`, which is flat without it; must be the file's where the file has one; ignored where
 *   the values are flat by definition (`.txt`, `.npy` of bytes)
 * @throws ArenaError `not-found`, `bad-format`, `unsupported` or `limit-exceeded`, naming the file
 *
 * @example
 * const [{ matrix }] = await readMatrixFile('residual.bf16', { rows: 128, cols: 512 });
 */
export async function readMatrixFile(path: string, shape?: Shape): Promise<CorpusMatrix[]> {
  const { read } = formatOf(path);
  const bytes = await readWholeFile(path);
  return read(bytes, path, shape).map(({ tensor, matrix }) => ({
    id: tensor === undefined ? basename(path) : `${basename(path)}#${tensor}`,
    matrix,
    sha256: sha256Hex(matrix.bytes),
  }));
}
