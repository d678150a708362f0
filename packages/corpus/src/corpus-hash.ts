import { createHash } from 'node:crypto';
import { byId } from './sample.ts';
import type { CorpusMatrix } from './types.ts';

/**
 * One hash for a set of matrices: SHA-256, in lower-case hex, over one line of UTF-8 per matrix in order of id. A line
 * is the JSON array `["id",rows,cols,"sha256"]` without blanks, and a line feed. JSON quotes what is odd in an id, so
 * no two sets have the same text.
 */
export function corpusHash(matrices: readonly CorpusMatrix[]): string {
  const hash = createHash('sha256');
  for (const { id, matrix, sha256 } of [...matrices].sort(byId)) {
    hash.update(`${JSON.stringify([id, matrix.rows, matrix.cols, sha256])}\n`);
  }
  return hash.digest('hex');
}
