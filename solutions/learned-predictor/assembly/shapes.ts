// The learned shapes of the distribution of residuals.

import { Job } from './job';
import { SHAPE_COUNT, shapeRoots } from './learned';
import { log2 } from './log2';
import { allocate } from './memory';
import { buildShape, POINT_COUNT, SHAPE_CONTEXTS, SYMBOLS } from './tables';

/** About so many symbols are looked at to choose a shape. */
// @ts-ignore: decorator
@inline const SAMPLED_SYMBOLS = 8192;

let allEntries: usize = 0;
let allOwners: usize = 0;

/** Builds the tables of all shapes, once. */
export function initShapes(): void {
  allEntries = allocate(<i32>(SHAPE_COUNT * SHAPE_CONTEXTS * SYMBOLS * 4));
  allOwners = allocate(<i32>(SHAPE_COUNT * SHAPE_CONTEXTS * 4096));
  for (let shape: usize = 0; shape < SHAPE_COUNT; shape++) {
    let below: u32 = 0;
    for (let point: usize = 0; point < POINT_COUNT; point++) {
      store<u16>(points + (point << 1), <u16>min<u32>(below, 65535));
      const root = <u32>load<u8>(shapeRoots + shape * POINT_COUNT + point);
      below += root * root;
    }
    buildShape(points, entriesOf(shape), ownersOf(shape));
  }
}

const points: usize = memory.data(128, 16);

export function entriesOf(shape: usize): usize {
  return allEntries + shape * SHAPE_CONTEXTS * SYMBOLS * 4;
}

export function ownersOf(shape: usize): usize {
  return allOwners + shape * SHAPE_CONTEXTS * 4096;
}

/** The shape in which some of the symbols take the fewest bits. */
export function chooseShape(job: Job, count: i32): usize {
  const step = max(1, count / SAMPLED_SYMBOLS) | 1;
  let best: usize = 0;
  let fewest: f64 = Infinity;
  for (let shape: usize = 0; shape < SHAPE_COUNT; shape++) {
    const entries = entriesOf(shape);
    let bits: f64 = 0;
    for (let i = 0; i < count; i += step) {
      const context = <usize>load<u8>(job.contexts + <usize>i);
      const symbol = <usize>load<u8>(job.symbols + <usize>i);
      bits -= log2(<f64>(load<u32>(entries + ((context * SYMBOLS + symbol) << 2)) & 0xffff));
    }
    if (bits < fewest) {
      fewest = bits;
      best = shape;
    }
  }
  return best;
}
