import { type Bf16Bits, floatFromBits } from '@matrix-arena/bf16';
import { dotProduct } from './dot-product.ts';
import { roughLog2 } from './float-bits.ts';

/** The row widths that are looked for: powers of two in this range, of which a matrix has at least 16 rows. */
const minWidth = 8;
const maxWidth = 4096;
const minRows = 16;
/** More values would not make it surer. */
const maxScaleSample = 2 ** 18;
const maxProductSample = 2 ** 14;
/** Pairs of neighbouring half rows that are compared at most. */
const maxPairs = 2 ** 13;
/**
 * What a width has to show to be believed. The right one shows 0.49 to 1.06 of scale in flat samples, far more than
 * noise. Products count where rows share one scale: up to 1.0 in the mixed set, at most 0.07 in flat samples.
 */
const minScaleEvidence = 0.05;
const minProductEvidence = 0.03;
const strongProductEvidence = 0.5;
/** A multiple of the width shows the same products: the smallest width that comes near the best is taken. */
const nearBest = 0.8;
/** Sampling noise of the row-scale evidence is `1 / sqrt(pairs)`. */
const scaleNoise = 1.5;
/** Without evidence rows are just runs of values that share a scale. */
const defaultWidth = 256;

interface Evidence {
  readonly width: number;
  readonly strength: number;
}

/**
 * Row width of values whose shape is not known, or `undefined` if they cannot be cut into rows. Rows betray
 * themselves in two ways: each has a scale of its own, and values one row apart, in one column, go together.
 */
export function findWidth(bits: Bf16Bits): number | undefined {
  const widths: number[] = [];
  for (let width = minWidth; width <= maxWidth && bits.length % width === 0; width *= 2) {
    if (bits.length / width >= minRows) widths.push(width);
  }
  if (widths.length === 0) return undefined;
  const byScale = strongest(scaleEvidence(bits, widths));
  const products = productEvidence(bits, widths);
  const byProduct = strongest(products);
  const hasScale = byScale.strength >= minScaleEvidence;
  const hasProduct = byProduct.strength > (hasScale ? strongProductEvidence : minProductEvidence);
  if (hasProduct) {
    return products.find(({ strength }) => strength > nearBest * byProduct.strength)?.width;
  }
  if (hasScale) return byScale.width;
  return bits.length % defaultWidth === 0 ? defaultWidth : undefined;
}

function strongest(evidence: readonly Evidence[]): Evidence {
  return evidence.reduce((best, one) => (one.strength > best.strength ? one : best));
}

/**
 * How much more alike the two halves of a row are than neighbouring halves of two rows, in the logarithm of their
 * magnitude: 0 for a wrong width, the share of the row scale in the variance for the right one. Multiples of the
 * width show less, since their halves are whole rows.
 */
function scaleEvidence(bits: Bf16Bits, widths: readonly number[]): Evidence[] {
  let halves = magnitudesOfRuns(bits, minWidth / 2);
  return widths.map((width) => {
    const strength = compareHalves(halves);
    halves = joinPairs(halves);
    return { width, strength };
  });
}

function magnitudesOfRuns(bits: Bf16Bits, runLength: number): Float64Array {
  const sums = new Float64Array(Math.floor(Math.min(bits.length, maxScaleSample) / runLength));
  for (let run = 0; run < sums.length; run++) {
    let sum = 0;
    for (let i = run * runLength; i < (run + 1) * runLength; i++) sum += Math.abs(floatFromBits(bits[i]));
    sums[run] = sum;
  }
  return sums;
}

function joinPairs(halves: Float64Array): Float64Array {
  const rows = new Float64Array(halves.length >> 1);
  for (let i = 0; i < rows.length; i++) rows[i] = halves[2 * i] + halves[2 * i + 1];
  return rows;
}

function compareHalves(halves: Float64Array): number {
  const stride = 2 * Math.max(1, Math.floor(halves.length / 2 / maxPairs));
  let pairs = 0;
  let within = 0;
  let across = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i + 2 < halves.length; i += stride) {
    const first = roughLog2(halves[i]);
    const second = roughLog2(halves[i + 1]);
    const next = roughLog2(halves[i + 2]);
    within += (first - second) * (first - second);
    across += (second - next) * (second - next);
    sum += second;
    squares += second * second;
    pairs++;
  }
  if (pairs === 0) return 0;
  const variance = squares / pairs - (sum / pairs) * (sum / pairs);
  if (!(variance > 0)) return 0;
  return (across - within) / (2 * pairs * variance) - scaleNoise / Math.sqrt(pairs);
}

/** Autocorrelation of the first values at the distance of a row. */
function productEvidence(bits: Bf16Bits, widths: readonly number[]): Evidence[] {
  const count = Math.min(bits.length, maxProductSample);
  const values = new Float32Array(Math.min(bits.length, count + maxWidth));
  for (let i = 0; i < values.length; i++) values[i] = floatFromBits(bits[i]);
  const energy = dotProduct(values, 0, values, 0, count);
  return widths.map((width) => ({
    width,
    strength:
      energy > 0 ? dotProduct(values, 0, values, width, Math.min(count, values.length - width)) / energy : 0,
  }));
}
