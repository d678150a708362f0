// Judges the columns of a block by some of its rows: whether zeros are masked, which means and scales pay.

import { sumColumns } from './columns';
import { at32, HAS_COLUMN_SCALES, HAS_MEANS, Job, MASKED } from './job';
import { log2, powerOfQuarter, round } from './log2';

/** More rows than about this many are not looked at. */
// @ts-ignore: decorator
@inline const SAMPLED_ROWS = 256;
/** What a mean, a scale take in the frame, in bits; it has to save clearly more. */
// @ts-ignore: decorator
@inline const MEAN_BITS: f64 = 12;
// @ts-ignore: decorator
@inline const SCALE_BITS: f64 = 7;
/** Fewer zeros are not worth a mask. */
// @ts-ignore: decorator
@inline const MIN_ZERO_SHARE: f64 = 0.06;

/** In quarter octaves: columns differ by less. */
// @ts-ignore: decorator
@inline const MOST_SCALE = 160;

/** Power of two, as an exponent, that brings the values near 1. */
let unitExponent = 0;

/**
 * Sets the flags MASKED, HAS_MEANS and HAS_COLUMN_SCALES, means, and the weights and scales of columns for the search.
 */
export function judgeColumns(job: Job): void {
  const rowStep = (job.rows + SAMPLED_ROWS - 1) / SAMPLED_ROWS;
  unitExponent = typicalUnit(job);
  // No more than float32 has, and so for weights.
  unitExponent = max(-100, min(100, unitExponent));
  const unit = powerOfQuarter(4 * unitExponent);
  job.flags |= MASKED;
  sumColumns(job, rowStep, <f32>unit);

  let fullRows = 1;
  let present: f64 = 0;
  for (let c = 0; c < job.cols; c++) {
    const count = load<i32>(at32(job.columnCounts, c));
    fullRows = max(fullRows, count);
    present += <f64>count;
  }
  const isMasked = present > 0 && present < (1 - MIN_ZERO_SHARE) * <f64>fullRows * <f64>job.cols;
  if (!isMasked) job.flags &= ~MASKED;

  let saving: f64 = 0;
  for (let c = 0; c < job.cols; c++) {
    const count: f64 = isMasked ? <f64>max(1, load<i32>(at32(job.columnCounts, c))) : <f64>fullRows;
    const square = <f64>load<f32>(at32(job.columnSquares, c)) / count;
    const mean = isMasked ? 0 : <f64>load<f32>(at32(job.columnSums, c)) / count;
    const variance = max<f64>(square - mean * mean, square * 1e-6);
    if (square > 0) saving += 0.5 * log2(square / variance);
    store<f32>(at32(job.means, c), <f32>mean);
    store<f32>(at32(job.columnSquares, c), <f32>variance);
  }
  const rows = <f64>min(job.rows, fullRows * rowStep);
  const hasMeans = saving * rows > MEAN_BITS * <f64>job.cols;
  if (hasMeans) job.flags |= HAS_MEANS;
  for (let c = 0; c < job.cols; c++) {
    const mean = load<f32>(at32(job.means, c));
    if (!hasMeans) store<f32>(at32(job.columnSquares, c), load<f32>(at32(job.columnSquares, c)) + mean * mean);
    store<f32>(at32(job.means, c), hasMeans ? <f32>(<f64>mean / unit) : 0);
  }
  scaleColumns(job, rows);
  for (let c = 0; c < job.cols; c++) {
    const quarters = min(400, 4 * unitExponent - load<i32>(at32(job.columnScales, c)));
    store<f32>(at32(job.weights, c), <f32>powerOfQuarter(quarters));
  }
}

/** Scales of columns from their variances in `columnSquares`, where sending them pays, else zeros. */
function scaleColumns(job: Job, rows: f64): bool {
  let sum: f64 = 0;
  let logs: f64 = 0;
  let count: f64 = 0;
  for (let c = 0; c < job.cols; c++) {
    const variance = <f64>load<f32>(at32(job.columnSquares, c));
    if (variance < 1e-30) continue;
    sum += variance;
    logs += log2(variance);
    count += 1;
  }
  const middle = logs / count;
  const pays = count > 0 && 0.5 * (log2(sum / count) - middle) * rows > SCALE_BITS;
  for (let c = 0; c < job.cols; c++) {
    const variance = <f64>load<f32>(at32(job.columnSquares, c));
    const isScaled = pays && variance >= 1e-30;
    const scale = isScaled ? max(-MOST_SCALE, min(MOST_SCALE, round(2 * (log2(variance) - middle)))) : 0;
    store<i32>(at32(job.columnScales, c), scale);
  }
  return pays;
}

/**
 * Chooses the scales of columns anew, by what prediction left of them. `columnSquares` and `columnCounts` are sums over
 * rows of deviations under the scales so far. Sets the weights that turn those into the new ones; returns whether any
 * is not 1.
 */
export function rescaleColumns(job: Job): bool {
  for (let c = 0; c < job.cols; c++) {
    const count = load<i32>(at32(job.columnCounts, c));
    const scale = load<i32>(at32(job.columnScales, c));
    const squareAt = at32(job.columnSquares, c);
    store<f32>(squareAt, <f32>((<f64>load<f32>(squareAt) / <f64>max(count, 1)) * powerOfQuarter(2 * scale)));
    store<i32>(at32(job.weights, c), scale);
  }
  if (scaleColumns(job, <f64>job.rows)) job.flags |= HAS_COLUMN_SCALES;
  let isNew = false;
  for (let c = 0; c < job.cols; c++) {
    const before = load<i32>(at32(job.weights, c));
    const scale = load<i32>(at32(job.columnScales, c));
    if (before != scale) isNew = true;
    store<f32>(at32(job.weights, c), <f32>powerOfQuarter(before - scale));
  }
  return isNew;
}

/** What is to be added to scales of deviations, in quarter octaves. */
export function scaleShift(): i32 {
  return -4 * unitExponent;
}

/** The mean exponent, as it stands in values. */
export function meanExponent(): i32 {
  return 127 - unitExponent;
}

/** Minus the mean exponent of about a thousand values. */
function typicalUnit(job: Job): i32 {
  const count = job.rows * job.cols;
  const step = max(1, count / 1000);
  let sum = 0;
  let taken = 0;
  for (let i = 0; i < count; i += step) {
    const exponent = (<i32>load<u16>(job.values + ((<usize>i) << 1)) >> 7) & 0xff;
    if (exponent == 0 || exponent > 227) continue;
    sum += exponent;
    taken++;
  }
  return taken == 0 ? 0 : 127 - sum / taken;
}
