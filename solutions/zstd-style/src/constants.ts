import manifest from '../manifest.json' with { type: 'json' };

/** The name in messages. */
export const codec = manifest.name;

// The format: a change to anything below changes the bytes. See spec.md.

export const { formatVersion } = manifest;
export const magic = 'MAZS';

/**
 * A block holds as many whole rows as fit into this many values. It bounds the memory that either direction takes
 * beside the matrix; all real samples fit into one block.
 */
export const maxBlockValues = 2 ** 21;

/** How a block is coded. */
export const blockMode = { planes: 0, steps: 1 } as const;
/** How many streams a block of each mode has. */
export const streamCounts = [2, 14] as const;

/** How the bytes of a stream are kept. */
export const streamMethod = { stored: 0, zstd: 1 } as const;

/** What a row of a steps block is coded against. */
export const rowKind = {
  /** Nothing: the prediction is zero. */
  plain: 0,
  /** An earlier row, at a distance of its own or at the one that was used last. */
  reference: 1,
  referenceAgain: 2,
  /** An earlier row, and bit for bit the same; no values follow. */
  copy: 3,
  copyAgain: 4,
  /** All values are +0; no values follow. */
  zero: 5,
} as const;

/** Distances to earlier rows are 16 bits wide. */
export const maxDistance = 0xffff;

/**
 * A step exponent E stands for the step `2^(E - 134)`: what the last mantissa bit weighs in a value with exponent
 * field E. A row's exponent plus a column's octave lies between these two: subnormals, with exponent field 0, are
 * below one step of exponent 8; 254 is the largest exponent of a finite value. So the kernels check no bounds.
 */
export const minStepExponent = 8;
export const maxStepExponent = 254;
export const maxColumnOctave = 15;
export const minRowExponent = minStepExponent + maxColumnOctave;
export const maxRowExponent = maxStepExponent - maxColumnOctave;

/** Residual byte that says: the value is among the escapes, as it is. */
export const escapeResidual = -128;

/** Small-exponent byte of +-0; others say how far the exponent field is below that of one step. */
export const smallZero = 0;

/** Streams of residuals: see `residualClass`. */
export const classCount = 4;

/** The streams that the kernels fill, one after the other; the first ones are the classes of residuals. */
export const valueStream = {
  /** Values below one step. */
  smallExponents: classCount,
  smallMantissas: classCount + 1,
  escapesLow: classCount + 2,
  escapesHigh: classCount + 3,
} as const;
export const valueStreamCount = classCount + 4;
