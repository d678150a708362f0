/**
 * Everything about the block at hand. Pointers are addresses of this module's memory; arrays of a row's size have room
 * for `stride` elements, cols rounded up to 16.
 */
@unmanaged
export class Job {
  rows: i32;
  cols: i32;
  stride: i32;
  /** See the flags below. */
  flags: i32;
  /** u16 per value: the bit patterns, row after row. */
  values: usize;
  /** f32 per value: the same as numbers; the decoder fills it row by row. */
  floats: usize;
  /** f32 per value, `stride` per row, encoder only: deviations from the mean, columns brought to one scale. */
  deviations: usize;
  /** f32 per column. */
  means: usize;
  /** i32 per column: scale in quarter octaves. */
  columnScales: usize;
  /** u8 per row, see below. */
  rowKinds: usize;
  /** i32 per row: the earlier row that predicts it. */
  references: usize;
  /** i32 per row: scale in quarter octaves. */
  rowScales: usize;
  /** Lowest scale of a row and spacing of scales, in quarter octaves. */
  scaleBase: i32;
  scaleStep: i32;
  /** Mean scale of rows that stand alone: units of means depend on it. */
  typicalScale: i32;
  /** f32 per row, encoder only: energy of its deviations; of what is left of them after prediction. */
  energies: usize;
  remainders: usize;
  /** i32 per row, encoder only: how many of its values are judged: all, or those that are not zero under a mask. */
  presentCounts: usize;
  /** Row-sized: the prediction; in steps, its sign in bit 31; exponent of the step. */
  predictions: usize;
  bases: usize;
  stepExponents: usize;
  /** Row-sized bytes: 255 where a value is coded, 0 at zeros under a mask and behind the last column. */
  presences: usize;
  /** Contexts and symbols of the residuals: rows · stride bytes each when encoding, one row when decoding. */
  contexts: usize;
  symbols: usize;
  /** Symbols of the depths of small values, and how many there are. */
  depths: usize;
  depthCount: i32;
  /** Values that the model does not reach, u16 each. */
  escapes: usize;
  escapeCount: i32;
  /** Bits below the step, packed from the lowest bit up. */
  bits: usize;
  bitCount: i32;
  /** Row-sized, f32, f32 and i32: sums per column, encoder only. */
  columnSums: usize;
  columnSquares: usize;
  columnCounts: usize;
  /** Rows that went into the sums of remainders. */
  countedRows: i32;
  /** Row-sized, f32, encoder only: what deviations are multiplied with. */
  weights: usize;
  /** Encoder only, for the search: i16 signatures, `signatureLength` per row; room for lists, see lists.ts. */
  signatures: usize;
  signatureLength: i32;
  lists: usize;
  /** Basis, see basis.ts: i16 per row and vector; vectors, f32, a row's size each. */
  coefficients: usize;
  vectors: usize;
  /** Row-sized, f32: weights of columns for the basis and their inverses; a row under weights; a sum of vectors. */
  basisWeights: usize;
  inverseWeights: usize;
  left: usize;
  basisSum: usize;
  /** Mask: i8 per column and per row, see mask.ts; contexts and symbols like those of the residuals. */
  columnDensities: usize;
  rowDensities: usize;
  maskContexts: usize;
  maskSymbols: usize;
  /** Grid: exponent field of the first class; contexts and symbols like those of the residuals, see grid.ts. */
  gridBase: i32;
  gridContexts: usize;
  gridSymbols: usize;
  /** Row-sized, i32, decoder only: values without their low bits, and how many those are. */
  partials: usize;
  lowCounts: usize;
}

/** Zeros are told apart by a mask, the model sees only the rest. */
// @ts-ignore: decorator
@inline export const MASKED = 1;
/** No value has its sign bit set. */
// @ts-ignore: decorator
@inline export const NON_NEGATIVE = 2;
/** Means, scales of columns are sent. */
// @ts-ignore: decorator
@inline export const HAS_MEANS = 4;
// @ts-ignore: decorator
@inline export const HAS_COLUMN_SCALES = 8;
/** Rows are predicted by a basis as well. */
// @ts-ignore: decorator
@inline export const HAS_BASIS = 16;
/** The lowest bits of values are told by a grid, see grid.ts. */
// @ts-ignore: decorator
@inline export const HAS_GRID = 32;
// @ts-ignore: decorator
@inline export const ALL_FLAGS = 63;

/** Row kinds: 0 stands alone, 1 to 7 follows its reference with a gain of so many quarters. */
// @ts-ignore: decorator
@inline export const ROW_COPY = 8;
// @ts-ignore: decorator
@inline export const ROW_ZERO = 9;

/** Vectors of a basis. */
// @ts-ignore: decorator
@inline export const MOST_VECTORS = 16;

const jobAddress: usize = memory.data(offsetof<Job>(), 16);

/** The one job: there is one block at a time. */
// @ts-ignore: decorator
@inline
export function theJob(): Job {
  return changetype<Job>(jobAddress);
}

// @ts-ignore: decorator
@inline
export function at32(array: usize, i: i32): usize {
  return array + ((<usize>i) << 2);
}
