/** Exponents two to a byte, and those that have no class. */
export interface Pairs {
  readonly pairs: Uint8Array;
  readonly escapes: Uint8Array;
}

const escapeClass = 15;

/** 0 for an exponent of 0, 1 to 14 for those so far below `base`, modulo 256, 15 for all others. */
function classOf(exponent: number, base: number): number {
  if (exponent === 0) return 0;
  const below = (base - exponent + 256) % 256;
  return below >= 1 && below <= 14 ? below : escapeClass;
}

/** Of 32 exponents, byte i has the classes of the i-th and, times 16, of that 16 behind it. */
export function pairExponents(exponents: Uint8Array, base: number): Pairs {
  const classes = Array.from(exponents, (exponent) => classOf(exponent, base));
  const pairs = Uint8Array.from({ length: exponents.length / 2 }, (_, i) => {
    const first = 32 * Math.floor(i / 16) + (i % 16);
    return (classes[first] ?? 0) + 16 * (classes[first + 16] ?? 0);
  });
  return { pairs, escapes: exponents.filter((_, i) => classes[i] === escapeClass) };
}

export function splitPairs({ pairs, escapes }: Pairs, base: number): Uint8Array {
  let taken = 0;
  return Uint8Array.from({ length: 2 * pairs.length }, (_, i) => {
    const pair = pairs[16 * Math.floor(i / 32) + (i % 16)] ?? 0;
    const own = i % 32 < 16 ? pair % 16 : Math.floor(pair / 16);
    if (own === escapeClass) return escapes[taken++] ?? 0;
    return own === 0 ? 0 : (base - own + 256) % 256;
  });
}
