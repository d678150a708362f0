// A basis of rows: what prediction left of the first rows, made orthonormal by both sides in the same order. Every later
// row sends how much it holds of each vector, as a whole number of steps that depend on the row's scale, and is predicted
// by their sum as well.
//
// Vectors live under weights that bring the columns, and the row of the least scale, to a scale of 1.

import { sumLanes } from './columns';
import { at32, HAS_BASIS, Job, MASKED, MOST_VECTORS, ROW_COPY } from './job';
import { log2, powerOfQuarter } from './log2';
import { predictRow } from './predict';
import { pays } from './price';
import { quarterOctaves, scaleInReach } from './scales';

/** Steps of coefficients, in quarter octaves over the scale of the row: 2.4 times the scale. */
// @ts-ignore: decorator
@inline const COARSENESS = 5;
// @ts-ignore: decorator
@inline const MOST_STEPS: f32 = 16383;
/** Weights are kept within what float32 has. */
// @ts-ignore: decorator
@inline const MOST_WEIGHT = 500;
/** Less than this share of a row is rounding errors, and no vector. */
// @ts-ignore: decorator
@inline const LEAST_SHARE: f32 = 1e-8;
/** Beyond this, and below its inverse, a row is left out. */
// @ts-ignore: decorator
@inline const MOST_ENERGY: f32 = 1e30;
/** Narrower rows have little that vectors could hold, and in few rows vectors do not come to use. */
// @ts-ignore: decorator
@inline const MIN_COLS = 65;
// @ts-ignore: decorator
@inline const MIN_ROWS = 64;
/** So many rows are looked at to see whether a basis pays, and what it takes, in ns per value. */
// @ts-ignore: decorator
@inline const SAMPLED_ROWS = 48;
// @ts-ignore: decorator
@inline const BASIS_NS: f64 = 6;

let vectorCount = 0;

/** Forgets all vectors. */
export function startBasis(job: Job): void {
  vectorCount = 0;
  for (let c = 0; c < job.cols; c++) {
    const scale = max(-MOST_WEIGHT, min(MOST_WEIGHT, job.scaleBase + load<i32>(at32(job.columnScales, c))));
    store<f32>(at32(job.basisWeights, c), <f32>powerOfQuarter(-scale));
    store<f32>(at32(job.inverseWeights, c), <f32>powerOfQuarter(scale));
  }
}

/** Size of a row's steps. */
function stepOf(job: Job, row: i32): f32 {
  return <f32>powerOfQuarter(load<i32>(at32(job.rowScales, row)) - job.scaleBase + COARSENESS);
}

// @ts-ignore: decorator
@inline
function vectorAt(i: i32, job: Job): usize {
  return job.vectors + ((<usize>i * <usize>job.stride) << 2);
}

function product(a: usize, b: usize, stride: i32): f32 {
  let sum = f32x4.splat(0);
  let other = f32x4.splat(0);
  for (let c: usize = 0; c < (<usize>stride << 2); c += 32) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + c), v128.load(b + c)));
    other = f32x4.add(other, f32x4.mul(v128.load(a + c, 16), v128.load(b + c, 16)));
  }
  return sumLanes(f32x4.add(sum, other));
}

/** Adds so much of a vector to the numbers at `row`. */
function add(row: usize, vector: usize, much: f32, stride: i32): void {
  const factor = f32x4.splat(much);
  for (let c: usize = 0; c < (<usize>stride << 2); c += 16) {
    v128.store(row + c, f32x4.add(v128.load(row + c), f32x4.mul(factor, v128.load(vector + c))));
  }
}

/** Adds what the coefficients of a row say to its prediction. */
export function predictByBasis(job: Job, row: i32): void {
  const step = stepOf(job, row);
  const coefficients = job.coefficients + ((<usize>row * MOST_VECTORS) << 1);
  memory.fill(job.basisSum, 0, 4 * job.stride);
  for (let i = 0; i < vectorCount; i++) {
    const steps = load<i16>(coefficients + ((<usize>i) << 1));
    if (steps != 0) add(job.basisSum, vectorAt(i, job), <f32>steps * step, job.stride);
  }
  for (let c: usize = 0; c < (<usize>job.stride << 2); c += 16) {
    const more = f32x4.mul(v128.load(job.basisSum + c), v128.load(job.inverseWeights + c));
    v128.store(job.predictions + c, f32x4.add(v128.load(job.predictions + c), more));
  }
}

/** Makes a vector of what the prediction left of a row, unless there are enough. */
export function extendBasis(job: Job, row: i32): void {
  if (vectorCount == MOST_VECTORS) return;
  const vector = vectorAt(vectorCount, job);
  subtractPrediction(job, row, vector);
  const before = product(vector, vector, job.stride);
  for (let i = 0; i < vectorCount; i++) {
    add(vector, vectorAt(i, job), -product(vectorAt(i, job), vector, job.stride), job.stride);
  }
  const energy = product(vector, vector, job.stride);
  if (!(energy > before * LEAST_SHARE && isInRange(energy))) return;
  const inverse = f32x4.splat(<f32>1 / sqrt<f32>(energy));
  for (let c: usize = 0; c < (<usize>job.stride << 2); c += 16) {
    v128.store(vector + c, f32x4.mul(v128.load(vector + c), inverse));
  }
  vectorCount++;
}

// @ts-ignore: decorator
@inline
function isInRange(energy: f32): bool {
  return energy > 1 / MOST_ENERGY && energy < MOST_ENERGY;
}

/** What the prediction leaves of a row, under weights; zeros behind its last column. */
function subtractPrediction(job: Job, row: i32, out: usize): void {
  const floats = job.floats + ((<usize>row * <usize>job.cols) << 2);
  for (let c: usize = 0; c < (<usize>job.stride << 2); c += 16) {
    const weight = v128.load(job.basisWeights + c);
    const left = f32x4.mul(f32x4.sub(v128.load(floats + c), v128.load(job.predictions + c)), weight);
    v128.store(out + c, v128.and(left, f32x4.ne(weight, f32x4.splat(0))));
  }
}

// The encoder's choice.

/** Energy of a row before the basis, and how much of it the vectors hold; coefficients are in `exact`. */
let energyBefore: f32 = 0;
let energyHeld: f32 = 0;
const exact: usize = memory.data(4 * 16, 16);

/** Returns false for a row that is out of range. */
function measureRow(job: Job, row: i32): bool {
  predictRow(job, row);
  subtractPrediction(job, row, job.left);
  energyBefore = product(job.left, job.left, job.stride);
  energyHeld = 0;
  for (let i = 0; i < vectorCount; i++) {
    const much = product(vectorAt(i, job), job.left, job.stride);
    store<f32>(at32(exact, i), much);
    energyHeld += much * much;
  }
  return isInRange(energyBefore);
}

// @ts-ignore: decorator
@inline
function energyLeft(): f32 {
  return max<f32>(energyBefore - energyHeld, energyBefore * 0.00001);
}

/** Sets the coefficients of a row, and its scale to that of what they leave. */
function chooseCoefficients(job: Job, row: i32): void {
  if (!measureRow(job, row)) return;
  const scale = job.scaleBase + quarterOctaves(energyLeft() / <f32>job.cols);
  store<i32>(at32(job.rowScales, row), scaleInReach(job, scale));
  const step = stepOf(job, row);
  const coefficients = job.coefficients + ((<usize>row * MOST_VECTORS) << 1);
  for (let i = 0; i < vectorCount; i++) {
    const steps = nearest<f32>(load<f32>(at32(exact, i)) / step);
    store<i16>(coefficients + ((<usize>i) << 1), <i16>max<f32>(-MOST_STEPS, min<f32>(MOST_STEPS, steps)));
  }
}

/** Chooses coefficients for all rows, zeros so far, if that pays, which sets the flag. */
export function chooseBasis(job: Job): void {
  if (job.cols < MIN_COLS || job.rows < MIN_ROWS || (job.flags & MASKED) != 0) return;
  startBasis(job);
  let row = 0;
  for (; row < job.rows && vectorCount < MOST_VECTORS; row++) {
    if (<i32>load<u8>(job.rowKinds + <usize>row) >= ROW_COPY) continue;
    predictRow(job, row);
    extendBasis(job, row);
  }
  const step = max(1, job.rows / SAMPLED_ROWS);
  let bits: f64 = 0;
  let values = 0;
  for (; row < job.rows; row += step) {
    if (<i32>load<u8>(job.rowKinds + <usize>row) >= ROW_COPY || !measureRow(job, row)) continue;
    const left = energyLeft();
    bits += 0.5 * <f64>job.cols * log2(<f64>energyBefore / <f64>left) - coefficientBits(left / <f32>job.cols);
    values += job.cols;
  }
  if (values == 0 || !pays(bits / <f64>values, BASIS_NS)) return;
  job.flags |= HAS_BASIS;
  startBasis(job);
  for (row = 0; row < job.rows; row++) {
    if (<i32>load<u8>(job.rowKinds + <usize>row) >= ROW_COPY) continue;
    chooseCoefficients(job, row);
    if (vectorCount == MOST_VECTORS) continue;
    predictByBasis(job, row);
    extendBasis(job, row);
  }
}

/** About what the exact coefficients take, with steps for a row of this variance. */
function coefficientBits(variance: f32): f64 {
  let bits: f64 = 0;
  for (let i = 0; i < vectorCount; i++) {
    const much = <f64>load<f32>(at32(exact, i));
    // 2.4 squared.
    bits += 0.5 * log2(1 + (much * much) / (5.76 * <f64>variance)) + 1.2;
  }
  return bits;
}
