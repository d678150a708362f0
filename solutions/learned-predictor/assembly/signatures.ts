import { Job } from './job';

/** Length of a signature as a vector: a product of two of 64 numbers still fits 31 bits. */
// @ts-ignore: decorator
@inline const LENGTH: f32 = 8000;

/**
 * The signature of every row: up to `signatureLength` of its deviations, evenly spaced, brought to one length and
 * cut to 16 bits. The product of two signatures is the cosine of their rows, as far as the columns show it.
 */
export function signRows(job: Job): void {
  const length = job.signatureLength;
  const taken = min(length, job.cols);
  for (let row = 0; row < job.rows; row++) {
    const deviations = job.deviations + ((<usize>row * <usize>job.stride) << 2);
    const signature = job.signatures + ((<usize>row * <usize>length) << 1);
    let energy: f32 = 0;
    for (let i = 0; i < taken; i++) {
      const y = load<f32>(deviations + ((<usize>i * <usize>job.cols / <usize>taken) << 2));
      energy += y * y;
    }
    const scale: f32 = energy > 0 ? LENGTH / sqrt<f32>(energy) : 0;
    for (let i = 0; i < length; i++) {
      const y: f32 = i < taken ? load<f32>(deviations + ((<usize>i * <usize>job.cols / <usize>taken) << 2)) : 0;
      store<i16>(signature + ((<usize>i) << 1), <i16>(y * scale));
    }
  }
}

// @ts-ignore: decorator
@inline
function sumPairs(a: v128, b: v128): v128 {
  return i32x4.add(v128.shuffle<i32>(a, b, 0, 2, 4, 6), v128.shuffle<i32>(a, b, 1, 3, 5, 7));
}

/** Products of one signature with four that lie one after the other, in four lanes. */
// @ts-ignore: decorator
@inline
export function fourProducts(signature: usize, others: usize, bytes: usize): v128 {
  const second = others + bytes;
  const third = second + bytes;
  const fourth = third + bytes;
  let sum0 = i32x4.splat(0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (let i: usize = 0; i < bytes; i += 16) {
    const own = v128.load(signature + i);
    sum0 = i32x4.add(sum0, i32x4.dot_i16x8_s(own, v128.load(others + i)));
    sum1 = i32x4.add(sum1, i32x4.dot_i16x8_s(own, v128.load(second + i)));
    sum2 = i32x4.add(sum2, i32x4.dot_i16x8_s(own, v128.load(third + i)));
    sum3 = i32x4.add(sum3, i32x4.dot_i16x8_s(own, v128.load(fourth + i)));
  }
  return sumPairs(sumPairs(sum0, sum1), sumPairs(sum2, sum3));
}
