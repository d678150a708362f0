/**
 * What every codec accepts at most. A codec checks a shape against these before it allocates for it, so that a
 * hostile frame cannot ask for more memory than an honest one.
 */
export const limits = {
  /** 256 MiB: one matrix, uncompressed. */
  maxMatrixBytes: 2 ** 28,
  /** As many rows as a matrix of one column can have. */
  maxRows: 2 ** 27,
  /** As many columns as a flat matrix (one row) can have. */
  maxCols: 2 ** 27,
} as const;

/**
 * The longest frame a codec may make of a matrix, in bytes: incompressible input grows by less than 0.8 % and
 * 128 bytes of header and tables.
 */
export function maxFrameBytes(matrixBytes: number): number {
  return matrixBytes + Math.ceil(matrixBytes / 128) + 128;
}
