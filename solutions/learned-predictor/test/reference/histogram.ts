/** How often each byte occurs among the first 8 of every `step`, and the last up to 7 that make no group of 8. */
export function histogramBytes(bytes: Uint8Array, step: number): Uint32Array {
  const whole = bytes.length - (bytes.length % 8);
  const counts = new Uint32Array(256);
  bytes.forEach((byte, i) => {
    if (i >= whole || i % step < 8) counts[byte] = (counts[byte] ?? 0) + 1;
  });
  return counts;
}
