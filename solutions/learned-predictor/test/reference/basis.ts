// assembly/basis.ts.
import { type Block, f, rowCopy, sumInLanes } from './columns.ts';
import { powerOfQuarter } from './log2.ts';
import { predictRow } from './predict.ts';
import { roundToEven } from './references.ts';
import { quarterOctaves, scaleInReach } from './scales.ts';

export const mostVectors = 16;
const coarseness = 5;
const mostSteps = 16_383;
const mostWeight = 500;
const leastShare = f(1e-8);
const mostEnergy = f(1e30);

/** Forgets all vectors, and weighs columns by their scales under that of the lowest row. */
export function startBasis(block: Block): void {
  block.vectorCount = 0;
  for (let c = 0; c < block.cols; c++) {
    const scale = Math.max(-mostWeight, Math.min(mostWeight, block.scaleBase + block.columnScales[c]));
    block.basisWeights[c] = powerOfQuarter(-scale);
    block.inverseWeights[c] = powerOfQuarter(scale);
  }
}

function stepOf({ rowScales, scaleBase }: Block, row: number): number {
  return f(powerOfQuarter(rowScales[row] - scaleBase + coarseness));
}

export function vectorOf({ vectors, stride, cols }: Block, i: number): Float32Array {
  return vectors.subarray(i * stride, i * stride + cols);
}

function product(a: Float32Array, b: Float32Array): number {
  return sumInLanes(2, a.length, (c) => f(a[c] * b[c]));
}

function add(row: Float32Array, vector: Float32Array, much: number): void {
  for (let c = 0; c < row.length; c++) row[c] += f(much * vector[c]);
}

/** Adds what the coefficients of a row say to its prediction. */
export function predictByBasis(block: Block, row: number): void {
  const { cols, basisSum, inverseWeights, predictions } = block;
  basisSum.fill(0);
  for (let i = 0; i < block.vectorCount; i++) {
    const steps = block.coefficients[mostVectors * row + i];
    if (steps !== 0) add(basisSum, vectorOf(block, i), f(steps * stepOf(block, row)));
  }
  for (let c = 0; c < cols; c++) predictions[c] += f(basisSum[c] * inverseWeights[c]);
}

/** What the prediction leaves of a row becomes a vector: Gram and Schmidt, as float32. */
export function extendBasis(block: Block, row: number): void {
  if (block.vectorCount === mostVectors) return;
  const vector = vectorOf(block, block.vectorCount);
  subtractPrediction(block, row, vector);
  const before = product(vector, vector);
  for (let i = 0; i < block.vectorCount; i++) {
    add(vector, vectorOf(block, i), -product(vectorOf(block, i), vector));
  }
  const energy = product(vector, vector);
  if (!(energy > f(before * leastShare) && isInRange(energy))) return;
  const inverse = f(1 / f(Math.sqrt(energy)));
  for (let c = 0; c < vector.length; c++) vector[c] *= inverse;
  block.vectorCount++;
}

function isInRange(energy: number): boolean {
  return energy > f(1 / mostEnergy) && energy < mostEnergy;
}

function subtractPrediction(block: Block, row: number, out: Float32Array): void {
  const { cols, floats, predictions, basisWeights } = block;
  for (let c = 0; c < cols; c++) out[c] = f(floats[row * cols + c] - predictions[c]) * basisWeights[c];
}

/** Coefficients and scales of all rows, once it is known that a basis pays. */
export function chooseCoefficients(block: Block): void {
  startBasis(block);
  for (let row = 0; row < block.rows; row++) {
    if (block.rowKinds[row] >= rowCopy) continue;
    predictRow(block, row);
    chooseForRow(block, row);
    predictByBasis(block, row);
    extendBasis(block, row);
  }
}

/** A row that is out of range keeps its scale, and has no coefficients. */
function chooseForRow(block: Block, row: number): void {
  const { cols, left } = block;
  subtractPrediction(block, row, left);
  const before = product(left, left);
  if (!isInRange(before)) return;
  const exact: number[] = [];
  let held = 0;
  for (let i = 0; i < block.vectorCount; i++) {
    exact.push(product(vectorOf(block, i), left));
    held = f(held + f(exact[i] * exact[i]));
  }
  const after = Math.max(f(before - held), f(before * f(0.00001)));
  block.rowScales[row] = scaleInReach(block, block.scaleBase + quarterOctaves(f(after / cols)));
  for (const [i, much] of exact.entries()) {
    const steps = roundToEven(f(much / stepOf(block, row)));
    block.coefficients[mostVectors * row + i] = Math.max(-mostSteps, Math.min(mostSteps, steps));
  }
}
