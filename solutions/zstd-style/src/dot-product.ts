/** Sum of products of `count` values from two places. Four sums, since one would wait for each addition to end. */
export function dotProduct(
  first: Float32Array,
  firstStart: number,
  second: Float32Array,
  secondStart: number,
  count: number,
): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (; i + 3 < count; i += 4) {
    sum0 += first[firstStart + i] * second[secondStart + i];
    sum1 += first[firstStart + i + 1] * second[secondStart + i + 1];
    sum2 += first[firstStart + i + 2] * second[secondStart + i + 2];
    sum3 += first[firstStart + i + 3] * second[secondStart + i + 3];
  }
  for (; i < count; i++) sum0 += first[firstStart + i] * second[secondStart + i];
  return sum0 + sum1 + (sum2 + sum3);
}
