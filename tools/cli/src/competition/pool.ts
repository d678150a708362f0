import { join } from 'node:path';
import { ArenaError } from '@matrix-arena/contract';
import type { MatrixInfo } from '@matrix-arena/contract/schemas';
import {
  bundledSamplesDir,
  type CorpusEntry,
  type CorpusMatrix,
  type CorpusSet,
  corpusHash,
  loadMatrices,
  openSet,
} from '@matrix-arena/corpus';
import type { CompetitionConfig, RoundInputs } from '@matrix-arena/ledger';
import type { SampledSet } from '../bench-sample.ts';
import type { Progress } from '../progress.ts';

/** The folder that rounds are sampled from. A pool by name is a folder of the bundled samples, or all of them. */
export function poolFolder({ pool }: Pick<CompetitionConfig, 'pool'>): string {
  if (pool.folder !== undefined) return pool.folder;
  const bundled = bundledSamplesDir();
  return pool.name === allBundled ? bundled : join(bundled, pool.name ?? '');
}

const allBundled = 'samples';

/** Reads files of a set, with progress. */
export function readEntries(
  set: CorpusSet,
  entries: readonly CorpusEntry[],
  progress: Progress,
  signal: AbortSignal,
): Promise<CorpusMatrix[]> {
  return loadMatrices(set, entries, {
    signal,
    onProgress: ({ filesDone, filesTotal, currentFile }) =>
      progress.update('read', filesDone, filesTotal, currentFile),
  });
}

/** Where the matrices of a round are in a pool: `#` parts a file from the matrix in it. */
export function entriesOf(set: CorpusSet, matrices: readonly Pick<MatrixInfo, 'id'>[]): CorpusEntry[] {
  const ids = matrices.map(({ id }) => id);
  return set.entries.filter((entry) => ids.some((id) => id === entry.id || id.startsWith(`${entry.id}#`)));
}

/**
 * Reads the matrices of a round from its pool.
 *
 * @returns them as a set of its own: neither the rest of the pool nor the seed of the sample is in it
 * @throws ArenaError `mismatch` when the pool is not what it was when the round was opened, and what reading throws
 */
export async function readRoundInputs(
  inputs: RoundInputs,
  folder: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<SampledSet> {
  const pool = await openSet(folder);
  const entries = entriesOf(pool, inputs.corpus.matrices);
  const matrices = await readEntries(pool, entries, progress, signal);
  const got = corpusHash(matrices);
  if (got !== inputs.corpus.sha256) {
    throw new ArenaError('mismatch', {
      what: `matrices of round ${inputs.round} in ${folder}`,
      expected: `sha256 ${inputs.corpus.sha256}`,
      got: `${got} of ${matrices.length} in place of ${inputs.corpus.matrices.length}`,
      hint: 'put the pool back as it was when the round was opened, or name its place with --pool',
    });
  }
  const set = { name: `${inputs.competition}-round-${inputs.round}`, dir: folder, entries };
  return { set, matrices };
}
