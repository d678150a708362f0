import { sumLanes, takingPart, tamed } from './columns';
import { at32, Job, MASKED, ROW_COPY } from './job';
import { round } from './log2';
import { meanUnit } from './side-info';

/** Finer scales make no finer steps, and are not sent. */
// @ts-ignore: decorator
@inline const LEAST_SCALE = -500;
/** Means have at most four bits more. */
// @ts-ignore: decorator
@inline const MEAN_BITS = 8;
/** Columns are judged by about so many rows. */
// @ts-ignore: decorator
@inline const COLUMN_ROWS = 256;

/**
 * What prediction leaves of the deviations: energy per row into `remainders`, count of values that take part into
 * `presentCounts`; per column, of some of the rows (`countedRows`), the sum of squares, each row weighted so
 * that all count the same, and the count. Deviations are taken times the weights.
 */
export function sumRemainders(job: Job): void {
  const weights = job.weights;
  const width = <usize>job.stride << 2;
  const floatWidth = <usize>job.cols << 2;
  const squares = job.columnSquares;
  const counts = job.columnCounts;
  const unmasked = i32x4.splat((job.flags & MASKED) != 0 ? 0 : -1);
  const columnStep = (job.rows + COLUMN_ROWS - 1) / COLUMN_ROWS;
  job.countedRows = 0;
  memory.fill(squares, 0, width);
  memory.fill(counts, 0, width);
  for (let row = 0; row < job.rows; row++) {
    const kind = <i32>load<u8>(job.rowKinds + <usize>row);
    if (kind >= ROW_COPY) continue;
    const own = job.deviations + <usize>row * width;
    const reference = job.deviations + <usize>load<i32>(job.references + ((<usize>row) << 2)) * width;
    const floats = job.floats + <usize>row * floatWidth;
    const gain = f32x4.splat(<f32>kind * 0.25);
    let energy = f32x4.splat(0);
    let count = i32x4.splat(0);
    for (let c: usize = 0; c < floatWidth; c += 16) {
      const left = f32x4.sub(v128.load(own + c), f32x4.mul(gain, v128.load(reference + c)));
      const weight = v128.load(weights + c);
      const part = v128.and(takingPart(v128.load(floats + c), unmasked), f32x4.ne(weight, f32x4.splat(0)));
      const weighted = v128.and(tamed(f32x4.mul(left, weight)), part);
      energy = f32x4.add(energy, f32x4.mul(weighted, weighted));
      count = i32x4.sub(count, part);
    }
    const total = sumLanes(energy);
    const present =
      i32x4.extract_lane(count, 0) +
      i32x4.extract_lane(count, 1) +
      i32x4.extract_lane(count, 2) +
      i32x4.extract_lane(count, 3);
    store<f32>(job.remainders + ((<usize>row) << 2), total);
    store<i32>(job.presentCounts + ((<usize>row) << 2), present);
    if (!(total > 0) || row % columnStep != 0) continue;
    job.countedRows++;
    const share = f32x4.splat(<f32>present / total);
    for (let c: usize = 0; c < floatWidth; c += 16) {
      const left = f32x4.sub(v128.load(own + c), f32x4.mul(gain, v128.load(reference + c)));
      const part = takingPart(v128.load(floats + c), unmasked);
      const weighted = v128.and(tamed(f32x4.mul(left, v128.load(weights + c))), part);
      v128.store(squares + c, f32x4.add(v128.load(squares + c), f32x4.mul(share, f32x4.mul(weighted, weighted))));
      v128.store(counts + c, i32x4.sub(v128.load(counts + c), part));
    }
  }
}

/** 4 · log2 of the square root of a positive number, rounded. */
// @ts-ignore: decorator
@inline
export function quarterOctaves(square: f32): i32 {
  const bits = reinterpret<i32>(square);
  const mantissa = bits & 0x7fffff;
  const exponent = (bits >> 23) - 127;
  // 2^(1/4) and 2^(3/4), as mantissas.
  return 2 * exponent + <i32>(mantissa > 0x1837f0) + <i32>(mantissa > 0x5744fc);
}

/**
 * The scale of every row that sends values, from what `sumRemainders` left: rounded to a whole number of `scaleStep`
 * above `scaleBase`, at most 127 of them, which it chooses so that the greatest scale is in reach.
 *
 * @param shift added to all, in quarter octaves
 */
export function setRowScales(job: Job, shift: i32): void {
  let greatest = LEAST_SCALE;
  for (let row = 0; row < job.rows; row++) {
    const energy = load<f32>(job.remainders + ((<usize>row) << 2));
    const count = load<i32>(job.presentCounts + ((<usize>row) << 2));
    const isSent = <i32>load<u8>(job.rowKinds + <usize>row) < ROW_COPY && count > 0;
    // Of a row that is predicted to the last bit the scale does not matter: the spacing of bfloat16 is the step.
    const scale = isSent && energy > 1e-30 ? max(LEAST_SCALE, quarterOctaves(energy / <f32>count) + shift) : LEAST_SCALE;
    store<i32>(job.rowScales + ((<usize>row) << 2), scale);
    greatest = max(greatest, scale);
  }
  const step = job.scaleStep;
  let least = greatest;
  for (let row = 0; row < job.rows; row++) {
    const scale = load<i32>(job.rowScales + ((<usize>row) << 2));
    if (scale >= greatest - 127 * step) least = min(least, scale);
  }
  job.scaleBase = least;
  for (let row = 0; row < job.rows; row++) {
    const at = job.rowScales + ((<usize>row) << 2);
    store<i32>(at, scaleInReach(job, load<i32>(at)));
  }
}

/** The nearest scale that a row can have. */
export function scaleInReach(job: Job, scale: i32): i32 {
  const steps = (scale - job.scaleBase + (job.scaleStep >> 1)) / job.scaleStep;
  return job.scaleBase + job.scaleStep * max(0, min(127, steps));
}

/**
 * Rounds means to what is sent of them: whole numbers of units, which the mean scale of rows alone decides, unless they
 * would be too great.
 */
export function roundMeans(job: Job): void {
  let sum = 0;
  let count = 0;
  for (let row = 0; row < job.rows; row++) {
    if (load<u8>(job.rowKinds + <usize>row) != 0) continue;
    sum += load<i32>(job.rowScales + ((<usize>row) << 2));
    count++;
  }
  let typical = sum / max(count, 1);
  for (let c = 0; c < job.cols; c++) {
    // A mean needs no more bits than are left when it is subtracted from a bfloat16.
    const exponent = ((reinterpret<i32>(load<f32>(at32(job.means, c))) >> 23) & 0xff) - 127;
    typical = max(typical, 4 * (exponent - MEAN_BITS) - load<i32>(at32(job.columnScales, c)));
  }
  job.typicalScale = typical;
  for (let c = 0; c < job.cols; c++) {
    const unit = meanUnit(job, c);
    const number = max(-32767, min(32767, round(<f64>load<f32>(at32(job.means, c)) / unit)));
    store<f32>(at32(job.means, c), <f32>(<f64>number * unit));
  }
}
