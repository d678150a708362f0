import type { Planes } from './codec.ts';

/**
 * Byte planes of bfloat16 values, which lie in memory with the low byte first:
 *
 *     high byte                 low byte
 *     15 | 14 ........ 8     7 | 6 ....... 0
 *      s |    exponent (8)     |  mantissa (7)
 *
 * The high bytes of a matrix are much alike, the low ones are close to noise: apart, each gets statistics that fit it.
 */
function split(bytes: Uint8Array, low: Uint8Array, high: Uint8Array): void {
  for (let i = 0; i < low.length; i++) {
    low[i] = bytes[2 * i];
    high[i] = bytes[2 * i + 1];
  }
}

function merge(low: Uint8Array, high: Uint8Array, bytes: Uint8Array): void {
  for (let i = 0; i < low.length; i++) {
    bytes[2 * i] = low[i];
    bytes[2 * i + 1] = high[i];
  }
}

/** A function, so that a kernel that takes time to load, such as a wasm module, fits in its place. */
export function loadPlanes(): Planes | Promise<Planes> {
  return { split, merge };
}
