const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

export function fromBits(bits: number): number {
  singleBits[0] = bits;
  return single[0];
}

/** Exponent field of a value that is given by its 16 bits. */
export const fieldOf = (bits: number): number => (bits >>> 7) & 0xff;

/** What one computes with for a value that is given by its 16 bits. */
export const numberOf = (bits: number): number => (fieldOf(bits) >= 228 ? 0 : fromBits(bits << 16));

export const clamp = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));

const quarters = [1, 1.189207115002721, Math.SQRT2, 1.681792830507429];

/** 2^(n / 4), the float64 number nearest to it: `**` is not always that near. */
export const quarterPower = (n: number): number => quarters[((n % 4) + 4) % 4] * 2 ** Math.floor(n / 4);
