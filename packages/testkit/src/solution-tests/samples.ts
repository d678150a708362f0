import type { Matrix } from '@matrix-arena/contract';
import { bundledSamplesDir, loadMatrices, openSet } from '@matrix-arena/corpus';

/** A bundled real matrix. */
export interface Sample {
  /** Name of its file. */
  readonly name: string;
  /** For example `small-backward`. */
  readonly kind: string;
  /** Values per row, also where the matrix is flat. */
  readonly width: number;
  readonly matrix: Matrix;
}

/**
 * Reads the real matrices that come with the arena, those of the competition's format first.
 *
 * @throws ArenaError for a file that is not as the manifest says
 */
export async function readSamples(): Promise<Sample[]> {
  const set = await openSet(bundledSamplesDir());
  const matrices = await loadMatrices(set, set.entries);
  // Every file of these sets holds one matrix.
  return set.entries.map(({ file, kind = '', direction = '', columns }, index) => {
    const { matrix } = matrices[index];
    const flatWidth = columns.get('width');
    // Where the manifest tells the width of what is flat, its kinds have the direction in them.
    return flatWidth === undefined
      ? { name: file, kind: `${kind}-${direction}`, width: matrix.cols, matrix }
      : { name: file, kind, width: Number(flatWidth), matrix };
  });
}
