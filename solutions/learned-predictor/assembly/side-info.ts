// What is sent beside the values: for every row what predicts it and its scale, for every column mean and scale. One body
// of code for both directions, see range-coder.ts.

import { at32, Job, MOST_VECTORS, ROW_COPY } from './job';
import { powerOfQuarter, round } from './log2';
import { codeBit, codeSigned, codeTree, codeUniform, resetModels, SIGNED_MODELS } from './range-coder';

// Models, by index.
// @ts-ignore: decorator
@inline const ACTION = 0; // 4 · 4: by the action before
// @ts-ignore: decorator
@inline const SAME_DISTANCE = 16; // 4
// @ts-ignore: decorator
@inline const GAIN = 20; // 4 · 8
// @ts-ignore: decorator
@inline const SCALE = 52; // 3 · 256
// @ts-ignore: decorator
@inline const COLUMN = SCALE + 3 * 256; // 2 · SIGNED_MODELS: scales, means
// @ts-ignore: decorator
@inline const NUMBERS = COLUMN + 2 * SIGNED_MODELS; // SIGNED_MODELS: parameters of tables
// @ts-ignore: decorator
@inline const DEPTH = NUMBERS + SIGNED_MODELS; // 16
// @ts-ignore: decorator
@inline const COEFFICIENT = DEPTH + 16; // 12 · SIGNED_MODELS: by how large those before it were
// @ts-ignore: decorator
@inline const MODEL_COUNT = COEFFICIENT + 12 * SIGNED_MODELS;

const models: usize = memory.data(4 * MODEL_COUNT, 16);

// @ts-ignore: decorator
@inline
function modelAt(index: i32): usize {
  return models + ((<usize>index) << 2);
}

export function resetSideInfo(): void {
  resetModels(models, MODEL_COUNT);
}

/** Actions: 0 alone, 1 predicted from a reference, 2 copy of one, 3 all zero. */
// @ts-ignore: decorator
@inline
function actionOf(kind: i32): i32 {
  return kind == 0 ? 0 : kind < ROW_COPY ? 1 : kind - ROW_COPY + 2;
}

/** Kinds, references and scales of all rows. Returns false for what no encoder writes. */
export function codeRows(job: Job): bool {
  job.scaleBase = <i32>codeUniform(<u32>(job.scaleBase + 512), 1024) - 512;
  let distance = 0;
  let previous = 0;
  for (let row = 0; row < job.rows; row++) {
    const kindAt = job.rowKinds + <usize>row;
    const referenceAt = job.references + ((<usize>row) << 2);
    const scaleAt = job.rowScales + ((<usize>row) << 2);
    let kind = <i32>load<u8>(kindAt);
    const action = <i32>codeTree(modelAt(ACTION + 4 * previous), 2, actionOf(kind));
    if (action == 0) kind = 0;
    if (action == 3) kind = ROW_COPY + 1;
    let reference = 0;
    let isSame: u32 = 0;
    if (action == 1 || action == 2) {
      reference = load<i32>(referenceAt);
      isSame = codeBit(modelAt(SAME_DISTANCE + previous), <u32>(reference == row - distance));
      if (isSame == 0) distance = 1 + <i32>codeUniform(row - reference - 1, max(1, min(row, 65535)));
      if (distance < 1 || distance > row) return false;
      reference = row - distance;
      if (action == 2) kind = ROW_COPY;
      else {
        kind = <i32>codeTree(modelAt(GAIN + 8 * <i32>isSame), 3, kind);
        if (kind == 0) return false;
      }
    }
    let steps = 0;
    if (action < 2) {
      steps = (load<i32>(scaleAt) - job.scaleBase) / job.scaleStep;
      if (action == 0) steps = <i32>codeTree(modelAt(SCALE), 8, steps);
      else {
        const expected = (load<i32>(job.rowScales + ((<usize>reference) << 2)) - job.scaleBase) / job.scaleStep;
        const context = load<u8>(job.rowKinds + <usize>reference) == 0 ? 1 : 2;
        steps = <i32>codeTree(modelAt(SCALE + 256 * context), 8, steps - expected + 128) + expected - 128;
        if (steps < 0 || steps > 127) return false;
      }
    } else if (action == 2) {
      steps = (load<i32>(job.rowScales + ((<usize>reference) << 2)) - job.scaleBase) / job.scaleStep;
    }
    store<u8>(kindAt, <u8>kind);
    store<i32>(referenceAt, reference);
    store<i32>(scaleAt, job.scaleBase + steps * job.scaleStep);
    previous = action;
  }
  return true;
}

/** A whole number per column, each against the one before it: scales. */
export function codeColumnScales(job: Job): void {
  let before = 0;
  for (let c = 0; c < job.cols; c++) {
    const at = job.columnScales + ((<usize>c) << 2);
    before += codeSigned(modelAt(COLUMN), load<i32>(at) - before);
    store<i32>(at, before);
  }
}

/** Means of columns, as whole numbers of units. */
export function codeMeans(job: Job): void {
  job.typicalScale = codeNumber(job.typicalScale);
  for (let c = 0; c < job.cols; c++) {
    const at = at32(job.means, c);
    const unit = meanUnit(job, c);
    const number = codeSigned(modelAt(COLUMN + SIGNED_MODELS), round(<f64>load<f32>(at) / unit));
    store<f32>(at, <f32>(<f64>number * unit));
  }
}

/** An eighth of a typical scale in a column, as a power of two. */
export function meanUnit(job: Job, c: i32): f64 {
  const exponent = ((job.typicalScale + load<i32>(at32(job.columnScales, c))) >> 2) - 3;
  return powerOfQuarter(4 * max(-120, min(100, exponent)));
}

/** A whole number from 0 to 2^32 - 1 of which nothing is known. */
export function codeCount(value: i32): i32 {
  const high = codeUniform(<u32>value >> 16, 65536);
  return <i32>((high << 16) | codeUniform(<u32>value & 0xffff, 65536));
}

/** Parameters of tables. */
export function codeNumber(value: i32): i32 {
  return codeSigned(modelAt(NUMBERS), value);
}

// Per vector, for rows alone and others: a running mean of |coefficient|, in sixteenths.
const activities: usize = memory.data(4 * 2 * MOST_VECTORS, 16);

/** Coefficients of all rows that send values. */
export function codeCoefficients(job: Job): void {
  memory.fill(activities, 0, 4 * 2 * MOST_VECTORS);
  for (let row = 0; row < job.rows; row++) {
    const kind = <i32>load<u8>(job.rowKinds + <usize>row);
    if (kind >= ROW_COPY) continue;
    for (let i = 0; i < MOST_VECTORS; i++) {
      const at = job.coefficients + ((<usize>(MOST_VECTORS * row + i)) << 1);
      const activityAt = at32(activities, 2 * i + <i32>(kind != 0));
      const activity = load<i32>(activityAt);
      const context = min(11, 32 - <i32>clz(activity));
      const steps = codeSigned(modelAt(COEFFICIENT + SIGNED_MODELS * context), load<i16>(at));
      store<i16>(at, <i16>steps);
      store<i32>(activityAt, activity + (((abs<i32>(steps) << 4) - activity) >> 3));
    }
  }
}

/** Depths of small values, 1 to 15, where there are too few of them for a stream and a table of their own. */
export function codeDepths(depths: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const at = depths + i;
    store<u8>(at, <u8>codeTree(modelAt(DEPTH), 4, load<u8>(at)));
  }
}
