const floatWord = new Float32Array(1);
const intWord = new Uint32Array(floatWord.buffer);

// Logarithms by the bits of the float32. Math.log2 may be rounded differently by another engine, and the frame of a
// matrix must not depend on that.

/** Exponent field: `floor(log2(value)) + 127` for a normal float32. Precondition: `value >= 0`. */
export function exponentField(value: number): number {
  floatWord[0] = value;
  return intWord[0] >>> 23;
}

/** log2 to within 0.05: exponent and mantissa in a row are a logarithm with chords for its curve. */
export function roughLog2(value: number): number {
  floatWord[0] = value;
  return intWord[0] / 2 ** 23 - 126.957;
}

/** 1 for a negative number, else 0: as a comparison it would be a branch that nothing predicts. */
export function signBit(value: number): number {
  floatWord[0] = value;
  return intWord[0] >>> 31;
}

/** `2^exponent`, exactly. Precondition: `-127 < exponent < 128`. */
export function powerOfTwo(exponent: number): number {
  intWord[0] = (exponent + 127) << 23;
  return floatWord[0];
}
