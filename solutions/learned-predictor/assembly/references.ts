import { CANDIDATE_COUNT, candidateAt } from './candidates';
import { sumLanes } from './columns';
import { Job, ROW_COPY, ROW_ZERO } from './job';
import { roughLog2 } from './log2';
import { searchLists, startLists } from './lists';
import { signRows } from './signatures';

/** References go no further back. */
// @ts-ignore: decorator
@inline const LONGEST_DISTANCE = 65535;
/** What a reference must save beyond its own distance, in bits; one at the distance of the last takes next to none. */
// @ts-ignore: decorator
@inline const REFERENCE_BITS: f32 = 4;
// @ts-ignore: decorator
@inline const SAME_DISTANCE_BITS: f32 = 2;
/** Of so many rows at least one in 64 must have found a reference, or the others are not searched. */
// @ts-ignore: decorator
@inline const PATIENCE = 1024;

let bestSaving: f32 = 0;
let bestKind = 0;
let bestReference = 0;
let bestRemainder: f32 = 0;

/**
 * For every row the earlier row that predicts it best, if one does, and its gain in quarters. Sets the kinds and
 * references of rows, and the energy that is left of each.
 */
export function findReferences(job: Job): void {
  const rows = job.rows;
  signRows(job);
  startLists(job);
  let distance = 0;
  let found = 0;
  let isSearching = true;
  for (let row = 0; row < rows; row++) {
    const kindAt = job.rowKinds + <usize>row;
    const energy = load<f32>(job.energies + ((<usize>row) << 2));
    store<f32>(job.remainders + ((<usize>row) << 2), energy);
    store<i32>(job.references + ((<usize>row) << 2), 0);
    if (<i32>load<u8>(kindAt) == ROW_ZERO) continue;
    if (!(energy > 0)) {
      // Just the means: like the row before, as a rule.
      if (row == 0 || !isSameRow(job, row, row - 1)) continue;
      store<u8>(kindAt, ROW_COPY);
      store<i32>(job.references + ((<usize>row) << 2), row - 1);
      continue;
    }
    if (row == PATIENCE && found < PATIENCE / 64) isSearching = false;

    bestSaving = 0;
    bestKind = 0;
    bestRemainder = energy;
    if (distance > 0 && distance <= row) tryReference(job, row, row - distance, SAME_DISTANCE_BITS);
    if (isSearching) {
      searchLists(job, row);
      const bits = REFERENCE_BITS + roughLog2(<f32>(row + 1));
      for (let i = 0; i < CANDIDATE_COUNT; i++) {
        const candidate = candidateAt(i);
        const isNew = candidate >= 0 && row - candidate != distance;
        if (isNew && row - candidate <= LONGEST_DISTANCE) tryReference(job, row, candidate, bits);
      }
    }
    if (bestKind == 0) continue;
    found++;
    distance = row - bestReference;
    if (bestKind == 4 && isSameRow(job, row, bestReference)) bestKind = ROW_COPY;
    store<u8>(kindAt, <u8>bestKind);
    store<i32>(job.references + ((<usize>row) << 2), bestReference);
    store<f32>(job.remainders + ((<usize>row) << 2), bestRemainder);
  }
}

function tryReference(job: Job, row: i32, reference: i32, bits: f32): void {
  const width = <usize>job.stride << 2;
  const product = productOf(job.deviations + <usize>row * width, job.deviations + <usize>reference * width, width);
  const energy = load<f32>(job.energies + ((<usize>row) << 2));
  const other = load<f32>(job.energies + ((<usize>reference) << 2));
  if (!(other > 0) || !(product > 0)) return;
  const kind = <i32>max<f32>(1, min<f32>(7, nearest<f32>((4 * product) / other)));
  const gain = <f32>kind * 0.25;
  const left = max<f32>(energy - 2 * gain * product + gain * gain * other, energy * 0.00001);
  const saving = <f32>job.cols * 0.5 * roughLog2(energy / left) - bits;
  if (!(saving > bestSaving)) return;
  bestSaving = saving;
  bestKind = kind;
  bestReference = reference;
  bestRemainder = left;
}

// @ts-ignore: decorator
@inline
function productOf(a: usize, b: usize, bytes: usize): f32 {
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (let i: usize = 0; i < bytes; i += 64) {
    sum0 = f32x4.add(sum0, f32x4.mul(v128.load(a + i), v128.load(b + i)));
    sum1 = f32x4.add(sum1, f32x4.mul(v128.load(a + i, 16), v128.load(b + i, 16)));
    sum2 = f32x4.add(sum2, f32x4.mul(v128.load(a + i, 32), v128.load(b + i, 32)));
    sum3 = f32x4.add(sum3, f32x4.mul(v128.load(a + i, 48), v128.load(b + i, 48)));
  }
  return sumLanes(f32x4.add(f32x4.add(sum0, sum1), f32x4.add(sum2, sum3)));
}

function isSameRow(job: Job, row: i32, reference: i32): bool {
  const bytes = <usize>job.cols << 1;
  return memory.compare(job.values + <usize>row * bytes, job.values + <usize>reference * bytes, bytes) == 0;
}
