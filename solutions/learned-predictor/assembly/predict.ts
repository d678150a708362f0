import { Job, NON_NEGATIVE } from './job';

/** Classes of sigma / step, in quarter octaves from 2^-5 to 2^2 - 1/4. */
// @ts-ignore: decorator
@inline export const LOWEST_CLASS = -20;
// @ts-ignore: decorator
@inline export const CLASS_COUNT = 28;
/** Contexts of one shape, and again as many where nothing lies below the base. */
// @ts-ignore: decorator
@inline export const STEP_CONTEXTS = 4 * CLASS_COUNT;

/** Predicts a row of kind 0 to 7 by the column means and its reference: mean + gain / 4 · (reference - mean). */
export function predictRow(job: Job, row: i32): void {
  const kind = <i32>load<u8>(job.rowKinds + <usize>row);
  const reference =
    kind == 0
      ? job.means
      : job.floats + ((<usize>load<i32>(job.references + ((<usize>row) << 2)) * <usize>job.cols) << 2);
  const gain = f32x4.splat(<f32>kind * 0.25);
  const out = job.predictions;
  const width = <usize>job.cols << 2;
  for (let c: usize = 0; c < width; c += 16) {
    const mean = v128.load(job.means + c);
    const deviation = f32x4.sub(v128.load(reference + c), mean);
    v128.store(out + c, f32x4.add(mean, f32x4.mul(gain, deviation)));
  }
}

/**
 * From prediction and scale derives for every value of a row that is present the step in which it is coded and the context.
 *
 *     step         2^k, k = floor(log2 sigma) - 1, but not finer than the spacing of bfloat16 at the prediction
 *     base         |prediction| + half that spacing, in whole steps: a value is the centre of what was rounded to it
 *     context      class of sigma / step · 4 + quarter of the step in which the prediction lies; STEP_CONTEXTS more if
 *                  no value is negative and the base is 0, so that nothing can lie below it
 */
export function chooseSteps(job: Job, row: i32, contexts: usize): void {
  const presences = job.presences;
  const scale = i32x4.splat(load<i32>(job.rowScales + ((<usize>row) << 2)));
  const isNonNegative = (job.flags & NON_NEGATIVE) != 0;
  const oneSided = i32x4.splat(isNonNegative ? STEP_CONTEXTS : 0);
  const columnScales = job.columnScales;
  const predictions = job.predictions;
  const bases = job.bases;
  const stepExponents = job.stepExponents;
  const cols = <usize>job.cols;
  for (let c: usize = 0; c < cols; c += 4) {
    const prediction = v128.load(predictions + (c << 2));
    const magnitude = isNonNegative ? f32x4.max(prediction, f32x4.splat(0)) : v128.and(prediction, i32x4.splat(0x7fffffff));
    const spacing = i32x4.sub(i32x4.shr_u(magnitude, 23), i32x4.splat(134));

    const sigma = i32x4.add(scale, v128.load(columnScales + (c << 2)));
    const wanted = i32x4.sub(i32x4.shr_s(sigma, 2), i32x4.splat(1));
    const k = i32x4.max_s(i32x4.max_s(wanted, spacing), i32x4.splat(-120));
    const fine = i32x4.sub(sigma, i32x4.shl(k, 2));
    const inReach = i32x4.max_s(i32x4.min_s(fine, i32x4.splat(LOWEST_CLASS + CLASS_COUNT - 1)), i32x4.splat(LOWEST_CLASS));
    const sigmaClass = i32x4.sub(inReach, i32x4.splat(LOWEST_CLASS));

    // 2^(2 - k): quarters of steps. Adding 0x8000 to the bits of a float32 adds half the spacing of bfloat16.
    const quartersPerUnit = i32x4.shl(i32x4.sub(i32x4.splat(129), k), 23);
    const quarters = i32x4.trunc_sat_f32x4_s(f32x4.mul(i32x4.add(magnitude, i32x4.splat(0x8000)), quartersPerUnit));
    const base = i32x4.shr_s(quarters, 2);
    const isAtZero = v128.and(i32x4.eq(base, i32x4.splat(0)), oneSided);
    const ofStep = v128.or(i32x4.shl(sigmaClass, 2), v128.and(quarters, i32x4.splat(3)));
    const context = i32x4.add(i32x4.add(i32x4.splat(1), isAtZero), ofStep);
    const bytes = i16x8.narrow_i32x4_u(context, context);
    const present = v128.load32_zero(presences + c);
    v128.store32_lane(contexts + c, v128.and(i8x16.narrow_i16x8_u(bytes, bytes), present), 0);
    const sign = isNonNegative ? i32x4.splat(0) : v128.and(prediction, i32x4.splat(0x80000000));
    v128.store(bases + (c << 2), v128.or(base, sign));
    v128.store(stepExponents + (c << 2), k);
  }
}
