// Logarithms and powers from additions and products alone, so that they are the same everywhere: what they decide goes
// into frames.

/** log2 of a positive normal number, within 0.00015. */
export function log2(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  const m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000) - 1;
  // Least squares over the octave, exact at both ends.
  return <f64>(<i32>(bits >> 52) - 1023) + m + m * (1 - m) * (0.43807 + m * (m * 0.08031 - 0.23669));
}

/** The same for a float32, at most 0.09 too low, exact at powers of two. */
// @ts-ignore: decorator
@inline
export function roughLog2(x: f32): f32 {
  return <f32>reinterpret<i32>(x) * (1 / <f32>(1 << 23)) - 127;
}

const quarterPowers: usize = memory.data<f64>([1, 1.189207115002721, 1.4142135623730951, 1.681792830507429]);

/** 2^(n / 4), |n| at most 4000. */
export function powerOfQuarter(n: i32): f64 {
  const power = load<u64>(quarterPowers + ((<usize>n & 3) << 3));
  return reinterpret<f64>(power + (<u64><i64>(n >> 2) << 52));
}

/** The whole number nearest to x. */
// @ts-ignore: decorator
@inline
export function round(x: f64): i32 {
  return <i32>nearest<f64>(x);
}
