// Logarithm and power as frames depend on them: every addition and product in this order, in float64.

/** log2 of a positive normal number, nearly: a cubic in the mantissa that is exact at powers of two. */
export function log2(x: number): number {
  let exponent = 0;
  let mantissa = x;
  for (; mantissa >= 2; exponent++) mantissa /= 2;
  for (; mantissa < 1; exponent--) mantissa *= 2;
  const m = mantissa - 1;
  return exponent + m + m * (1 - m) * (0.43807 + m * (m * 0.08031 - 0.23669));
}

const quarterPowers = [1, 1.189207115002721, Math.SQRT2, 1.681792830507429];

/** 2^(n / 4) */
export function powerOfQuarter(n: number): number {
  const octave = Math.floor(n / 4);
  return 2 ** octave * (quarterPowers[n - 4 * octave] ?? 0);
}
