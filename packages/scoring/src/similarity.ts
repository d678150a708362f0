import type { Matrix } from '@matrix-arena/contract';

/**
 * max(0, cos(x, y)) · max(0, 1 − ‖x − y‖ / ‖x‖) over the bfloat16 values of two matrices, in float64: from 0 to 1.
 * Equal bytes give 1, a zero original with another result gives 0. Other shapes, or values that are not finite and
 * differ, give 0: nothing can be said of how near they are.
 */
export function similarity(original: Matrix, decoded: Matrix): number {
  if (original.rows !== decoded.rows || original.cols !== decoded.cols) return 0;
  if (original.bytes.length !== decoded.bytes.length) return 0;
  const x = values(original);
  const y = values(decoded);
  let dot = 0;
  let squareX = 0;
  let squareY = 0;
  let squareDifference = 0;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) {
      if (Object.is(x[i], y[i])) continue;
      return 0;
    }
    dot += x[i] * y[i];
    squareX += x[i] * x[i];
    squareY += y[i] * y[i];
    squareDifference += (x[i] - y[i]) ** 2;
  }
  if (squareDifference === 0) return 1;
  if (squareX === 0 || squareY === 0) return 0;
  const cosine = dot / Math.sqrt(squareX * squareY);
  const nearness = 1 - Math.sqrt(squareDifference / squareX);
  // Each on its own: two negative factors would make a large similarity of what is far away.
  return Math.max(0, Math.min(1, cosine)) * Math.max(0, nearness);
}

/** A bfloat16 is the upper half of a float32. */
function values({ bytes }: Matrix): Float32Array {
  const words = new Uint32Array(bytes.length >>> 1);
  for (let i = 0; i < words.length; i++) words[i] = (bytes[2 * i] << 16) | (bytes[2 * i + 1] << 24);
  return new Float32Array(words.buffer);
}
