import { Job, MASKED, ROW_ZERO } from './job';

/** Exponent fields from here on count as zero in all computing: no sum of such numbers can overflow. */
// @ts-ignore: decorator
@inline export const HUGE: i32 = 228 << 7;

/** Bit patterns of four values as float32; what is huge, infinite or no number becomes zero. */
// @ts-ignore: decorator
@inline
export function floatsOf(values: v128): v128 {
  const isTame = i32x4.lt_s(v128.and(values, i32x4.splat(0x7fff)), i32x4.splat(HUGE));
  return v128.and(i32x4.shl(values, 16), isTame);
}

/**
 * Fills `floats` from `values`, up to a whole number of fours: what lies behind the last value must be zero. Returns
 * all bit patterns or-ed together.
 */
export function convertToFloats(values: usize, floats: usize, count: i32): i32 {
  let any = i32x4.splat(0);
  for (let i: usize = 0; i < <usize>count; i += 4) {
    const four = v128.load16x4_u(values + (i << 1));
    any = v128.or(any, four);
    v128.store(floats + (i << 2), floatsOf(four));
  }
  const halves = v128.or(any, v128.shuffle<i32>(any, any, 2, 3, 0, 1));
  return i32x4.extract_lane(halves, 0) | i32x4.extract_lane(halves, 1);
}

/** Keeps numbers that are far beyond the others from drowning them, and sums of squares finite. */
// @ts-ignore: decorator
@inline
export function tamed(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(1048576)), f32x4.splat(-1048576));
}

/** Which of four values take part: all of them, or those that are not zero where zeros are masked. */
// @ts-ignore: decorator
@inline
export function takingPart(floats: v128, unmasked: v128): v128 {
  return v128.or(f32x4.ne(floats, f32x4.splat(0)), unmasked);
}

/**
 * Sums, sums of squares and counts per column over every `rowStep`-th row, of numbers times `unit`, each at most 2^20.
 */
export function sumColumns(job: Job, rowStep: i32, unit: f32): void {
  const bytes = <usize>job.stride << 2;
  const sums = job.columnSums;
  const squares = job.columnSquares;
  const counts = job.columnCounts;
  const unmasked = i32x4.splat((job.flags & MASKED) != 0 ? 0 : -1);
  memory.fill(sums, 0, bytes);
  memory.fill(squares, 0, bytes);
  memory.fill(counts, 0, bytes);
  const width = <usize>job.cols << 2;
  for (let row = 0; row < job.rows; row += rowStep) {
    const floats = job.floats + <usize>row * width;
    for (let c: usize = 0; c < width; c += 16) {
      const raw = v128.load(floats + c);
      const x = tamed(f32x4.mul(raw, f32x4.splat(unit)));
      v128.store(sums + c, f32x4.add(v128.load(sums + c), x));
      v128.store(squares + c, f32x4.add(v128.load(squares + c), f32x4.mul(x, x)));
      v128.store(counts + c, i32x4.sub(v128.load(counts + c), takingPart(raw, unmasked)));
    }
  }
}

/**
 * Deviations from the mean, each times its column's weight and at most 2^20, and their energy per row. A row of which
 * all bits are zero gets the kind of such rows, others stand alone for now. Weights are zero behind the last column, and
 * so are deviations.
 */
export function deviate(job: Job): void {
  const weights = job.weights;
  const width = <usize>job.stride << 2;
  for (let row = 0; row < job.rows; row++) {
    const floats = job.floats + ((<usize>row * <usize>job.cols) << 2);
    const out = job.deviations + <usize>row * width;
    let energy = f32x4.splat(0);
    let any = i32x4.splat(0);
    for (let c: usize = 0; c < width; c += 16) {
      const x = v128.load(floats + c);
      const weight = v128.load(weights + c);
      any = v128.or(any, v128.and(x, i32x4.ne(weight, i32x4.splat(0))));
      const y = tamed(f32x4.mul(f32x4.sub(x, v128.load(job.means + c)), weight));
      v128.store(out + c, y);
      energy = f32x4.add(energy, f32x4.mul(y, y));
    }
    store<f32>(job.energies + ((<usize>row) << 2), sumLanes(energy));
    const isZero = !v128.any_true(any) && isZeroRow(job, row);
    store<u8>(job.rowKinds + <usize>row, isZero ? ROW_ZERO : 0);
  }
}

function isZeroRow(job: Job, row: i32): bool {
  const values = job.values + ((<usize>row * <usize>job.cols) << 1);
  for (let c: usize = 0; c < <usize>job.cols; c++) if (load<u16>(values + (c << 1)) != 0) return false;
  return true;
}

// @ts-ignore: decorator
@inline
export function sumLanes(sums: v128): f32 {
  const pairs = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}
