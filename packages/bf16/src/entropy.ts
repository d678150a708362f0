import { type Bf16Bits, bitsView } from './views.ts';

/**
 * Bounds on what coders of a kind can reach, all in bits per value (raw = 16). Each assumes that the statistics are
 * known to the decoder for free, so no real coder of that kind gets below it; a coder of another kind can.
 */
export interface EntropyReport {
  /** Order-0 entropy of the sign bit, at most 1. */
  readonly sign: number;
  /** Order-0 entropy of the exponent, at most 8. */
  readonly exponent: number;
  /** Order-0 entropy of the mantissa, at most 7. */
  readonly mantissa: number;
  /** Order-0 entropy of byte 0 (lowest exponent bit and mantissa) and of byte 1, at most 8 each. */
  readonly lowByte: number;
  readonly highByte: number;
  /** Sign, exponent and mantissa coded apart: what a plane splitter in front of an order-0 coder can reach. */
  readonly planesBound: number;
  /** Entropy of the sign, and of the mantissa, with the exponent as its context; at most `sign` and `mantissa`. */
  readonly signGivenExponent: number;
  readonly mantissaGivenExponent: number;
  /** Sign and mantissa coded with the exponent as their context, and the exponent itself. */
  readonly givenExponentBound: number;
  /** Order-0 entropy of the whole 16-bit value. Misleadingly low when there are few values for 65 536 patterns. */
  readonly valueBound: number;
}

/** Shannon entropy of a histogram in bits per symbol, 0 for an empty one (Shannon 1948). */
export function entropyBits(histogram: Uint32Array): number {
  let total = 0;
  let weighted = 0;
  for (const count of histogram) {
    if (count === 0) continue;
    total += count;
    weighted += count * Math.log2(count);
  }
  // Rounding can leave a tiny negative number for a single symbol.
  return total === 0 ? 0 : Math.max(0, Math.log2(total) - weighted / total);
}

/** How often each byte value occurs. */
export function byteHistogram(bytes: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(256);
  for (let i = 0; i < bytes.length; i++) histogram[bytes[i]]++;
  return histogram;
}

/** Entropy bounds of the values of little-endian bfloat16 bytes. */
export function entropyReport(bytes: Uint8Array): EntropyReport {
  const values = valueHistogram(bitsView(bytes));
  const sign = entropyBits(fold(values, 2, (bits) => bits >>> 15));
  const exponent = entropyBits(fold(values, 256, exponentOf));
  const mantissa = entropyBits(fold(values, 128, (bits) => bits & 0x7f));
  // H(a|b) = H(a,b) - H(b), which rounding can leave a little below 0.
  const signGivenExponent = Math.max(0, entropyBits(fold(values, 512, (bits) => bits >>> 7)) - exponent);
  const mantissaGivenExponent = Math.max(
    0,
    entropyBits(fold(values, 32_768, (bits) => bits & 0x7fff)) - exponent,
  );
  return {
    sign,
    exponent,
    mantissa,
    lowByte: entropyBits(fold(values, 256, (bits) => bits & 0xff)),
    highByte: entropyBits(fold(values, 256, (bits) => bits >>> 8)),
    planesBound: sign + exponent + mantissa,
    signGivenExponent,
    mantissaGivenExponent,
    givenExponentBound: exponent + signGivenExponent + mantissaGivenExponent,
    valueBound: entropyBits(values),
  };
}

function exponentOf(bits: number): number {
  return (bits >>> 7) & 0xff;
}

function valueHistogram(bits: Bf16Bits): Uint32Array {
  const histogram = new Uint32Array(65_536);
  for (let i = 0; i < bits.length; i++) histogram[bits[i]]++;
  return histogram;
}

/** Adds up the value histogram by a field of the value. */
function fold(values: Uint32Array, size: number, field: (bits: number) => number): Uint32Array {
  const histogram = new Uint32Array(size);
  for (let bits = 0; bits < values.length; bits++) histogram[field(bits)] += values[bits];
  return histogram;
}
