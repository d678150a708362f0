import { randomSource } from '@matrix-arena/testkit/matrices';

const seed = 20_261_122;
export const cols = 1024;
export const rows = 782;
/** About 800 000, a multiple of 32. */
export const valueCount = rows * cols;

/** The same on every machine: normal values, each column with a scale of its own. */
export function benchValues(): Uint16Array {
  const random = randomSource(seed);
  const scales = Array.from({ length: cols }, () => random.scale(4));
  const floats = Float32Array.from(
    { length: valueCount },
    (_, i) => random.normal() * (scales[i % cols] ?? 1),
  );
  const words = new Uint32Array(floats.buffer);
  // Rounded to the nearest bfloat16, to even in the middle.
  return Uint16Array.from(words, (word) => (word + 0x7fff + ((word >>> 16) & 1)) >>> 16);
}

export function benchRandom() {
  return randomSource(seed + 1);
}
