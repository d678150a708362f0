import {
  bitsView,
  countClasses,
  type EntropyReport,
  entropyReport,
  type ValueClassCounts,
} from '@matrix-arena/bf16';
import { elementCount, type Matrix } from '@matrix-arena/contract';

/** What the bits of a matrix look like. */
export interface MatrixStats {
  readonly bytes: number;
  readonly rows: number;
  readonly cols: number;
  readonly elementCount: number;
  /** Share of zeros of either sign among the values, 0 to 1. */
  readonly zerosFraction: number;
  readonly classes: ValueClassCounts;
  /** Entropy of each plane and bounds for coders, in bits per value. */
  readonly entropy: EntropyReport;
}

/** Statistics of a matrix as it is: a flat one stays flat, no row width is guessed. */
export function matrixStats(matrix: Matrix): MatrixStats {
  const classes = countClasses(bitsView(matrix.bytes));
  const count = elementCount(matrix);
  return {
    bytes: matrix.bytes.length,
    rows: matrix.rows,
    cols: matrix.cols,
    elementCount: count,
    zerosFraction: count === 0 ? 0 : classes.zero / count,
    classes,
    entropy: entropyReport(matrix.bytes),
  };
}
