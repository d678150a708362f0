/** The two bytes of every value: its exponent; its sign above the top seven bits of its mantissa. */
export interface Planes {
  readonly exponents: Uint8Array;
  readonly rest: Uint8Array;
}

export function splitPlanes(values: Uint16Array): Planes {
  const exponents = new Uint8Array(values.length);
  const rest = new Uint8Array(values.length);
  values.forEach((value, i) => {
    const sign = value >> 15;
    exponents[i] = (value >> 7) % 256;
    rest[i] = 128 * sign + (value % 128);
  });
  return { exponents, rest };
}

export function mergePlanes({ exponents, rest }: Planes): Uint16Array {
  return Uint16Array.from(exponents, (exponent, i) => {
    const byte = rest[i] ?? 0;
    const sign = byte >> 7;
    return (sign << 15) + (exponent << 7) + (byte % 128);
  });
}
