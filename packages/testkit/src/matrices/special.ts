/**
 * Bit patterns that a detour over floats or a careless comparison damages.
 *
 *     15 | 14 ........ 7 | 6 ....... 0
 *      s |  exponent (8) | mantissa (7)
 */
export const specialBits: Readonly<Record<string, number>> = {
  zero: 0x0000,
  'negative zero': 0x8000,
  'smallest subnormal': 0x0001,
  'largest subnormal': 0x007f,
  'negative smallest subnormal': 0x8001,
  'negative largest subnormal': 0x807f,
  'smallest normal': 0x0080,
  'largest normal': 0x7f7f,
  'negative smallest normal': 0x8080,
  'negative largest normal': 0xff7f,
  one: 0x3f80,
  'negative one': 0xbf80,
  infinity: 0x7f80,
  'negative infinity': 0xff80,
  'quiet NaN': 0x7fc0,
  'quiet NaN with a payload': 0x7fd5,
  'signalling NaN': 0x7f81,
  'negative quiet NaN': 0xffc0,
  'negative signalling NaN': 0xff81,
  'all bits set': 0xffff,
};

/** Every pattern that is a NaN, positive ones first: 254 payloads. */
export const nanBits: readonly number[] = [0x7f80, 0xff80].flatMap((infinity) =>
  Array.from({ length: 127 }, (_, i) => infinity + 1 + i),
);
