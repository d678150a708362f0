/**
 * Splits little-endian values into byte planes: `low` takes byte 0 of every value (lowest exponent bit and mantissa),
 * `high` takes byte 1 (sign and upper seven exponent bits).
 *
 * Preconditions: `bytes.length` is even, `low.length` and `high.length` are at least half of it.
 */
export function splitBytePlanes(bytes: Uint8Array, low: Uint8Array, high: Uint8Array): void {
  const count = bytes.length >>> 1;
  for (let i = 0; i < count; i++) {
    low[i] = bytes[2 * i];
    high[i] = bytes[2 * i + 1];
  }
}

/** The inverse of `splitBytePlanes`. Precondition: `bytes.length === 2 · low.length === 2 · high.length`. */
export function mergeBytePlanes(low: Uint8Array, high: Uint8Array, bytes: Uint8Array): void {
  const count = bytes.length >>> 1;
  for (let i = 0; i < count; i++) {
    bytes[2 * i] = low[i];
    bytes[2 * i + 1] = high[i];
  }
}
