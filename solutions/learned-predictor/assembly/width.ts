// The row width of values whose shape is not known. Rows betray themselves in two ways: each has a scale of its own, and
// values one row apart, in one column, go together.

import { convertToFloats, sumLanes } from './columns';
import { at32 } from './job';
import { log2 } from './log2';
import { allocate } from './memory';

/** Powers of two in this range are looked for, of which the values make 16 rows at least. */
// @ts-ignore: decorator
@inline const MIN_WIDTH = 8;
// @ts-ignore: decorator
@inline const MAX_WIDTH = 4096;
/** More values would not make it surer. */
// @ts-ignore: decorator
@inline const SCALE_SAMPLE = 1 << 18;
// @ts-ignore: decorator
@inline const PRODUCT_SAMPLE = 1 << 14;
/** Pairs of neighbouring half rows that are compared at most. */
// @ts-ignore: decorator
@inline const MAX_PAIRS = 1 << 13;
/**
 * What a width has to show to be believed. The right one shows 0.49 to 1.06 of scale in flat samples, far more than
 * noise. Products count where rows share one scale: up to 1.0 in wider matrices, at most 0.07 in flat samples.
 */
// @ts-ignore: decorator
@inline const MIN_SCALE: f64 = 0.05;
// @ts-ignore: decorator
@inline const MIN_PRODUCT: f64 = 0.03;
// @ts-ignore: decorator
@inline const STRONG_PRODUCT: f64 = 0.5;
/** A multiple of the width shows the same products: the smallest width that comes near the best is taken. */
// @ts-ignore: decorator
@inline const NEAR_BEST: f64 = 0.8;
/** Sampling noise of the evidence of scales is so many times 1 / sqrt(pairs). */
// @ts-ignore: decorator
@inline const NOISE: f64 = 1.5;

/** The width of `count` values, of which the first are there, or 0 if they cannot be cut into rows or show none. */
export function findWidth(values: usize, count: i32): i32 {
  const sampled = min(count, SCALE_SAMPLE);
  const floats = allocate(4 * sampled);
  convertToFloats(values, floats, sampled);
  const halves = allocate(sampled);
  for (let i = 0; i < sampled >> 2; i++) {
    store<f32>(at32(halves, i), sumLanes(f32x4.abs(v128.load(floats + ((<usize>i) << 4)))));
  }
  let halfCount = sampled >> 2;
  const energy = productAt(floats, 0, min(sampled, PRODUCT_SAMPLE));
  let byScale = 0;
  let mostScale: f64 = 0;
  let byProduct = 0;
  let mostProduct: f64 = 0;
  for (let width = MIN_WIDTH; width <= MAX_WIDTH && count % width == 0 && count / width >= 16; width *= 2) {
    const scale = contrast(halves, halfCount);
    if (scale > mostScale) {
      mostScale = scale;
      byScale = width;
    }
    const product = productAt(floats, width, min(sampled - width, PRODUCT_SAMPLE)) / energy;
    if (product * NEAR_BEST > mostProduct) {
      mostProduct = product;
      byProduct = width;
    }
    halfCount >>= 1;
    for (let i = 0; i < halfCount; i++) {
      store<f32>(at32(halves, i), load<f32>(at32(halves, 2 * i)) + load<f32>(at32(halves, 2 * i + 1)));
    }
  }
  const hasScale = mostScale >= MIN_SCALE;
  if (mostProduct > (hasScale ? STRONG_PRODUCT : MIN_PRODUCT)) return byProduct;
  return hasScale ? byScale : 0;
}

/** Sum of the products of values that are so far apart. */
function productAt(floats: usize, distance: i32, count: i32): f64 {
  let sum = f32x4.splat(0);
  const other = at32(floats, distance);
  for (let i: usize = 0; i + 4 <= <usize>count; i += 4) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(floats + (i << 2)), v128.load(other + (i << 2))));
  }
  return <f64>sumLanes(sum);
}

/**
 * How much more alike the two halves of a row are than neighbouring halves of two rows, in the logarithm of their
 * magnitude: 0 for a wrong width, the share of the row scale in the variance for the right one. Multiples of the width
 * show less, since their halves are whole rows.
 */
function contrast(halves: usize, halfCount: i32): f64 {
  const step = 2 * max(1, halfCount / 2 / MAX_PAIRS);
  let pairs: f64 = 0;
  let within: f64 = 0;
  let across: f64 = 0;
  let sum: f64 = 0;
  let squares: f64 = 0;
  for (let i = 0; i + 2 < halfCount; i += step) {
    const first = log2(<f64>load<f32>(at32(halves, i)) + 1e-40);
    const second = log2(<f64>load<f32>(at32(halves, i + 1)) + 1e-40);
    const next = log2(<f64>load<f32>(at32(halves, i + 2)) + 1e-40);
    within += (first - second) * (first - second);
    across += (second - next) * (second - next);
    sum += second;
    squares += second * second;
    pairs += 1;
  }
  const variance = squares / pairs - (sum / pairs) * (sum / pairs);
  return variance > 0 ? (across - within) / (2 * pairs * variance) - NOISE / sqrt<f64>(pairs) : 0;
}
