import { ArenaError } from '@matrix-arena/contract';
import { throwIfAborted } from '../interrupted.ts';
import type { CorpusMatrix, WorkOptions } from '../types.ts';
import type { CorpusEntry, CorpusSet } from './open-set.ts';
import { readEntry } from './read-entry.ts';

/**
 * Reads the matrices of some files of a set, one file after the other, and checks each against the manifest.
 *
 * @param entries from `set.entries`, for example a sample of them
 * @returns the matrices in the order of the entries
 * @throws ArenaError `not-found`, `bad-format`, `unsupported` or `limit-exceeded` for the first file that is not as
 *   the manifest says, `conflict` when two matrices have one id, `interrupted`
 */
export async function loadMatrices(
  set: CorpusSet,
  entries: readonly CorpusEntry[],
  { signal, onProgress }: WorkOptions = {},
): Promise<CorpusMatrix[]> {
  const matrices = new Map<string, CorpusMatrix>();
  let bytesDone = 0;
  for (const [index, entry] of entries.entries()) {
    throwIfAborted(signal, set.dir, 'stopped while reading; run it again');
    const read = await readEntry(entry);
    for (const matrix of read.matrices) {
      if (matrices.has(matrix.id)) {
        throw new ArenaError('conflict', {
          what: set.dir,
          expected: 'each matrix once',
          got: `two of "${matrix.id}"`,
          hint: 'rename one of the files',
        });
      }
      matrices.set(matrix.id, matrix);
    }
    bytesDone += read.fileBytes;
    onProgress?.({
      filesDone: index + 1,
      filesTotal: entries.length,
      bytesDone,
      currentFile: entry.id,
    });
  }
  return [...matrices.values()];
}
